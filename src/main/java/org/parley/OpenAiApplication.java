package org.parley;

import jakarta.ws.rs.ApplicationPath;
import java.util.Set;
import org.parley.chat.OpenAiAcceptFilter;
import org.parley.chat.OpenAiErrorMapper;
import org.parley.chat.OpenAiModelResource;
import org.parley.chat.OpenAiResource;
import org.parley.identity.CallerFilter;
import org.parley.platform.OptionsFilter;
import org.parley.platform.TypedBodyFilter;

/** The API for clients that speak OpenAI's format. */
@ApplicationPath("v1")
public class OpenAiApplication extends RestApplication {
    @Override
    public Set<Class<?>> getClasses() {
        return Set.of(
                OpenAiResource.class,
                OpenAiModelResource.class,
                OpenAiAcceptFilter.class,
                OpenAiErrorMapper.class,
                CallerFilter.class,
                TypedBodyFilter.class,
                OptionsFilter.class);
    }
}
