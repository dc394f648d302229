package org.parley.platform;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;
import org.eclipse.microprofile.health.Readiness;
import org.eclipse.microprofile.health.Startup;

/** Health as load balancers ask it: alive, started (schema migrated), ready (requests are answered, and the database answers). */
@ApplicationScoped
public class Health {
    private static final int TIMEOUT_SECONDS = 2;

    @Resource(lookup = "java:comp/DefaultDataSource")
    DataSource dataSource;

    private volatile boolean open;

    /** Requests are answered from now on. */
    void open() {
        open = true;
    }

    @Produces
    @Liveness
    HealthCheck alive() {
        return () -> HealthCheckResponse.up("parley");
    }

    @Produces
    @Startup
    HealthCheck started() {
        return () -> HealthCheckResponse.up("schema");
    }

    @Produces
    @Readiness
    HealthCheck ready() {
        return () ->
                HealthCheckResponse.named("database").status(databaseAnswers()).build();
    }

    @Produces
    @Readiness
    HealthCheck answers() {
        return () -> HealthCheckResponse.named("application").status(open).build();
    }

    private boolean databaseAnswers() {
        try (Connection connection = dataSource.getConnection()) {
            return connection.isValid(TIMEOUT_SECONDS);
        } catch (SQLException e) {
            return false;
        }
    }
}
