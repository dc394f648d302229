package org.parley.directory;

import jakarta.annotation.PostConstruct;
import jakarta.ejb.DependsOn;
import jakarta.ejb.EJB;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.parley.config.AgentAddress;
import org.parley.config.ConfigCascade;
import org.parley.platform.EventLog;

/**
 * Loads the lists in {@code directories/{account}} of the configuration directory: {@code {list}.yaml} says what the
 * list is, {@code {list}.csv} has its entries. A file that is not valid is reported and leaves the account's list as it is.
 */
@Startup
@Singleton
@DependsOn("Provisioner")
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class DirectoryProvisioner {
    private static final String FOLDER = "directories";
    private static final String SCHEMA = ".yaml";

    @Inject
    ConfigCascade cascade;

    @EJB
    DirectoryImporter importer;

    @PostConstruct
    void provision() {
        if (cascade.isPresent() && cascade.global().flag("provisioning.enabled")) {
            cascade.agents().keySet().stream()
                    .map(AgentAddress::account)
                    .distinct()
                    .forEach(this::load);
        }
    }

    private void load(String account) {
        Path folder = cascade.directory().folder(FOLDER, account);
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> schemas = files.filter(file -> file.toString().endsWith(SCHEMA))
                    .sorted()
                    .toList();
            for (Path schema : schemas) {
                load(account, schema);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void load(String account, Path schemaFile) {
        String file = String.valueOf(schemaFile.getFileName());
        String name = file.substring(0, file.length() - SCHEMA.length());
        try {
            String yaml = Files.readString(schemaFile);
            String csv = Files.readString(schemaFile.resolveSibling(name + ".csv"));
            ImportedList list = DirectoryParser.parse(ListSchema.parse(name, yaml), csv);
            if (importer.replace(account, list, hash(yaml + '\0' + csv))) {
                EventLog.info(
                        "directory.import.success",
                        Map.of(
                                "account",
                                account,
                                "list",
                                name,
                                "entries",
                                list.entries().size()));
            }
        } catch (ImportException | IOException e) {
            EventLog.error(
                    "directory.import.failed",
                    Map.of("account", account, "list", name, "reason", String.valueOf(e.getMessage())));
        }
    }

    private static String hash(String content) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
