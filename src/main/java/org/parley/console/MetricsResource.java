package org.parley.console;

import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.StreamingOutput;
import java.util.List;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.annotation.RegistryScope;
import org.parley.platform.OperatorsOnly;

/** The metrics of this node for a monitoring system that signs in; those of the server's own page are for its machine. */
@Path("admin/metrics")
@OperatorsOnly
public class MetricsResource {
    @Inject
    MetricRegistry application;

    @Inject
    @RegistryScope(scope = MetricRegistry.BASE_SCOPE)
    MetricRegistry base;

    @Inject
    @RegistryScope(scope = MetricRegistry.VENDOR_SCOPE)
    MetricRegistry vendor;

    /** All of them, in the text format of Prometheus; seconds, bytes and dollars. */
    @GET
    @Produces(PrometheusTextFormatWriter.CONTENT_TYPE)
    public StreamingOutput read() {
        MetricSnapshots snapshots = MetricText.of(List.of(application, base, vendor));
        return out -> PrometheusTextFormatWriter.create().write(out, snapshots, EscapingScheme.UNDERSCORE_ESCAPING);
    }
}
