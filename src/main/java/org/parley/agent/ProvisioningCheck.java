package org.parley.agent;

import jakarta.enterprise.context.ApplicationScoped;
import org.parley.config.EffectiveConfig;
import org.parley.config.InstallationCheck;

/** Knows whether accounts and agents get their rows from the configuration directory. */
@ApplicationScoped
class ProvisioningCheck implements InstallationCheck {
    static boolean isEnabled(EffectiveConfig global) {
        return global.flag("provisioning.enabled");
    }

    @Override
    public void check(EffectiveConfig global) {
        isEnabled(global);
    }
}
