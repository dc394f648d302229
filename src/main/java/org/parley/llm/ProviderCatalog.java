package org.parley.llm;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.parley.config.EffectiveConfig;
import org.parley.platform.Json;
import org.parley.platform.ProblemMapper;

/**
 * Asks a provider what is not chat: which models it has, and what a generation cost. Calls block, at most for the times
 * that are set for chat. They keep to the same addresses, proxy and authorities; a proxy that wants a login does not pass them.
 */
@ApplicationScoped
public class ProviderCatalog {
    private static final int OK = 200;
    private static final int NOT_FOUND = 404;
    private static final int MAX_BYTES = 8 << 20;

    /** The names of the provider's models. */
    public Set<String> models(EffectiveConfig config) throws ProviderException {
        JsonObject list = ask(config, CatalogApi::models).orElseThrow(() -> failure(ModelFailure.REFUSED));
        if (!(list.get("data") instanceof JsonArray entries)) {
            throw failure(ModelFailure.PROTOCOL);
        }
        Set<String> names = new LinkedHashSet<>();
        entries.forEach(entry -> {
            if (entry instanceof JsonObject model && model.get("id") instanceof JsonString id) {
                names.add(id.getString());
            }
        });
        return names;
    }

    /**
     * What a provider says of a reply by the id that it gave it; empty when it knows none, or none yet, or is not the one
     * that is configured now.
     *
     * @param provider as the ledger calls it
     */
    public Optional<Generation> generation(EffectiveConfig config, String provider, String id)
            throws ProviderException {
        if (!ProviderSettings.of(config).name().equals(provider)) {
            return Optional.empty();
        }
        Optional<JsonObject> answer = ask(config, api -> api.generation(id));
        if (answer.isEmpty()) {
            return Optional.empty();
        }
        if (!(answer.get().get("data") instanceof JsonObject data)) {
            throw failure(ModelFailure.PROTOCOL);
        }
        return Optional.of(Generation.of(data));
    }

    /** The object that is answered; empty for a 404. */
    private static Optional<JsonObject> ask(EffectiveConfig config, Function<CatalogApi, Response> question)
            throws ProviderException {
        CatalogClient client = CatalogClient.of(config);
        try {
            client.requireAllowed();
            return client.ask(api -> read(question.apply(api)));
        } catch (ConnectException e) {
            throw new ProviderException(ModelFailure.CONNECT, e);
        } catch (ProcessingException e) {
            boolean late =
                    ProblemMapper.causeOf(e, SocketTimeoutException.class).isPresent();
            throw new ProviderException(late ? ModelFailure.TIMEOUT : ModelFailure.CONNECT, e);
        } catch (IOException e) {
            throw new ProviderException(ModelFailure.CUT, e);
        }
    }

    private static Optional<JsonObject> read(Response answer) throws ProviderException, IOException {
        try (answer) {
            if (answer.getStatus() == NOT_FOUND) {
                return Optional.empty();
            }
            if (answer.getStatus() != OK) {
                throw failure(ModelFailure.ofStatus(answer.getStatus()));
            }
            byte[] body = answer.readEntity(InputStream.class).readNBytes(MAX_BYTES + 1);
            if (body.length > MAX_BYTES) {
                throw failure(ModelFailure.PROTOCOL);
            }
            return Optional.of(Json.parseObject(new String(body, StandardCharsets.UTF_8))
                    .orElseThrow(() -> failure(ModelFailure.PROTOCOL)));
        }
    }

    private static ProviderException failure(ModelFailure failure) {
        return new ProviderException(failure, null);
    }
}
