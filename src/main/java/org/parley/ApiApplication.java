package org.parley;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import java.util.Set;
import org.parley.account.AccountResource;
import org.parley.agent.AgentResource;
import org.parley.chat.ChatResource;
import org.parley.chat.RequestResource;
import org.parley.config.ConfigResource;
import org.parley.console.NodeListResource;
import org.parley.console.PoolResource;
import org.parley.console.RequestListResource;
import org.parley.conversation.HistoryResource;
import org.parley.platform.LoopbackFilter;
import org.parley.platform.ProblemMapper;

/** The native API. */
@ApplicationPath("api")
public class ApiApplication extends Application {
    @Override
    public Set<Class<?>> getClasses() {
        return Set.of(
                AccountResource.class,
                AgentResource.class,
                ChatResource.class,
                RequestResource.class,
                HistoryResource.class,
                ConfigResource.class,
                PoolResource.class,
                RequestListResource.class,
                NodeListResource.class,
                LoopbackFilter.class,
                ProblemMapper.class);
    }
}
