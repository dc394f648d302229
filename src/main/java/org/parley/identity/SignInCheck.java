package org.parley.identity;

import jakarta.annotation.PostConstruct;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;
import org.parley.platform.EventLog;

/** Says at the start how callers are told apart; what is not set as it must be keeps the application from starting. */
@Startup
@Singleton
@TransactionManagement(TransactionManagementType.BEAN)
public class SignInCheck {
    @Inject
    Config config;

    @PostConstruct
    void check() {
        try {
            tell();
        } catch (IllegalStateException e) {
            EventLog.error("auth.refused", Map.of("message", String.valueOf(e.getMessage())));
            throw e;
        }
    }

    private void tell() {
        if (AuthMode.of(config) == AuthMode.LOCAL) {
            EventLog.info("auth.local", Map.of("served", "this machine only, and keys of accounts"));
            return;
        }
        if (!"oidc".equals(System.getenv("AUTH_MODE"))) {
            throw new IllegalStateException(
                    "auth.mode=oidc is not set by AUTH_MODE in the environment, where the server looks for it too");
        }
        OidcSettings settings = OidcSettings.of(config);
        Optional<SignInSettings> signIn = SignInSettings.of(config);
        Optional<GatewaySettings> gateway = GatewaySettings.of(config);
        EventLog.info(
                "auth.oidc",
                Map.of(
                        "issuer",
                        settings.issuer(),
                        "audiences",
                        settings.audiences(),
                        "roles",
                        settings.rolesClaim(),
                        "gateway",
                        gateway.map(GatewaySettings::toString)
                                .orElse("none: what headers say of callers is not believed"),
                        "sign_in",
                        signIn.map(SignInSettings::toString).orElse("none: callers bring tokens")));
    }
}
