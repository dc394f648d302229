package org.parley.offline;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;
import org.parley.config.ConfigCascade;
import org.parley.platform.Json;
import org.parley.platform.LoopbackOnly;

/**
 * The offline model in OpenAI's wire format. {@link OfflineAcceptFilter} leads a request to the streaming or to the plain
 * method by what its body asks for, as clients of this format do not tell it in {@code Accept}.
 */
@Path("v1")
@LoopbackOnly
@ApplicationScoped
public class OfflineModelResource {
    private static final OfflineModel MODEL = new OfflineModel(() -> "call_" + hex());

    @Inject
    ConfigCascade cascade;

    @Resource
    ManagedScheduledExecutorService scheduler;

    @GET
    @Path("models")
    @Produces(MediaType.APPLICATION_JSON)
    public Response models() {
        requireEnabled();
        return json(
                Response.Status.OK,
                Json.object()
                        .add("object", "list")
                        .add(
                                "data",
                                Json.array()
                                        .add(Json.object()
                                                .add("id", CompletionHead.MODEL)
                                                .add("object", "model")
                                                .add("created", 0)
                                                .add("owned_by", "parley")))
                        .build());
    }

    @POST
    @Path("chat/completions")
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    public Response complete(byte[] body) {
        requireEnabled();
        try {
            return json(Response.Status.OK, writer(body).completion());
        } catch (InvalidCompletion e) {
            return json(Response.Status.BAD_REQUEST, e.toJson());
        }
    }

    @POST
    @Path("chat/completions")
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.SERVER_SENT_EVENTS)
    public void stream(byte[] body, @Context SseEventSink sink, @Context Sse sse) {
        requireEnabled();
        new OfflineStream(
                        sink,
                        sse::newEvent,
                        scheduler,
                        OfflineSettings.of(cascade.global()).wordDelay(),
                        writer(body).chunks())
                .run();
    }

    private void requireEnabled() {
        if (!OfflineSettings.of(cascade.global()).enabled()) {
            throw new NotFoundException();
        }
    }

    private static ChunkWriter writer(byte[] body) {
        CompletionRequest request = CompletionRequest.parse(new String(body, StandardCharsets.UTF_8));
        CompletionReply reply = MODEL.reply(request);
        CompletionHead head = new CompletionHead("gen-" + hex(), Instant.now().getEpochSecond());
        return new ChunkWriter(head, reply, OfflineUsage.of(request, reply));
    }

    private static Response json(Response.Status status, JsonObject body) {
        return Response.status(status)
                .entity(body.toString().getBytes(StandardCharsets.UTF_8))
                .type(MediaType.APPLICATION_JSON_TYPE)
                .build();
    }

    private static String hex() {
        return UUID.randomUUID().toString().replace("-", "");
    }
}
