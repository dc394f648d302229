package org.parley.platform;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.Resource;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.inject.Inject;
import java.util.Map;
import javax.sql.DataSource;
import org.eclipse.microprofile.config.ConfigProvider;
import org.flywaydb.core.Flyway;

/**
 * Brings the schema to the version of this build, before anything else reads it, as the role that owns it; and grants the
 * role that the application works as what it needs. Nodes that start at once wait for each other.
 */
@Startup
@Singleton
@TransactionManagement(TransactionManagementType.BEAN)
public class Migrations {
    @Resource(lookup = "java:comp/env/jdbc/owner")
    DataSource owner;

    @Inject
    Database database;

    @PostConstruct
    void migrate() {
        String role = DatabaseRole.of(database).name();
        Flyway.configure(Migrations.class.getClassLoader())
                .dataSource(owner)
                .locations("classpath:db/migration")
                .failOnMissingLocations(true)
                .placeholders(Map.of("role", role.replace("'", "''")))
                .load()
                .migrate();
        DatabaseRole.of(database).check(callersSignIn());
    }

    private static boolean callersSignIn() {
        return ConfigProvider.getConfig()
                .getValue("auth.mode", String.class)
                .trim()
                .equals("oidc");
    }
}
