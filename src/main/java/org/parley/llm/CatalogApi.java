package org.parley.llm;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/** What a provider tells beside chat, below its base URL. Public, as servers implement it from elsewhere. */
@Produces(MediaType.APPLICATION_JSON)
public interface CatalogApi extends AutoCloseable {
    /** OpenAI's list of models (https://platform.openai.com/docs/api-reference/models/list). */
    @GET
    @Path("models")
    Response models();

    /** OpenRouter's account of one reply (https://openrouter.ai/docs/api-reference/get-a-generation). */
    @GET
    @Path("generation")
    Response generation(@QueryParam("id") String id);

    @Override
    void close();
}
