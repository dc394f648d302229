package org.parley;

import jakarta.ws.rs.ApplicationPath;
import java.util.Set;
import org.parley.offline.OfflineAcceptFilter;
import org.parley.offline.OfflineModelResource;
import org.parley.platform.LoopbackFilter;
import org.parley.platform.ProblemMapper;

/** The offline model, at an address like that of any other provider. */
@ApplicationPath("offline")
public class OfflineApplication extends RestApplication {
    @Override
    public Set<Class<?>> getClasses() {
        return Set.of(OfflineModelResource.class, OfflineAcceptFilter.class, LoopbackFilter.class, ProblemMapper.class);
    }
}
