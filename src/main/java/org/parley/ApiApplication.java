package org.parley;

import jakarta.ws.rs.ApplicationPath;
import java.util.Set;
import org.parley.account.AccountResource;
import org.parley.account.AllAuditResource;
import org.parley.account.AuditResource;
import org.parley.agent.AgentResource;
import org.parley.chat.ChatResource;
import org.parley.chat.RequestResource;
import org.parley.config.ConfigResource;
import org.parley.console.MetricsResource;
import org.parley.console.NodeListResource;
import org.parley.console.PoolResource;
import org.parley.console.RequestListResource;
import org.parley.conversation.HistoryResource;
import org.parley.conversation.MessageResource;
import org.parley.identity.CallerFilter;
import org.parley.identity.KeyResource;
import org.parley.identity.PreflightFilter;
import org.parley.platform.OptionsFilter;
import org.parley.platform.ProblemMapper;
import org.parley.platform.TypedBodyFilter;
import org.parley.usage.AccountCapResource;
import org.parley.usage.AgentCapResource;
import org.parley.usage.AllUsageResource;
import org.parley.usage.UsageResource;

/** The native API. */
@ApplicationPath("api")
public class ApiApplication extends RestApplication {
    @Override
    public Set<Class<?>> getClasses() {
        return Set.of(
                AccountResource.class,
                AuditResource.class,
                AllAuditResource.class,
                KeyResource.class,
                AccountCapResource.class,
                AgentResource.class,
                AgentCapResource.class,
                AllUsageResource.class,
                ChatResource.class,
                RequestResource.class,
                HistoryResource.class,
                ConfigResource.class,
                PoolResource.class,
                MetricsResource.class,
                RequestListResource.class,
                NodeListResource.class,
                MessageResource.class,
                UsageResource.class,
                CallerFilter.class,
                PreflightFilter.class,
                ProblemMapper.class,
                TypedBodyFilter.class,
                OptionsFilter.class);
    }
}
