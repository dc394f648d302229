package org.parley.offline;

import jakarta.enterprise.context.ApplicationScoped;
import org.parley.config.EffectiveConfig;
import org.parley.config.InstallationCheck;

/** Refuses a configuration in which the offline model's own settings are not valid. */
@ApplicationScoped
class OfflineCheck implements InstallationCheck {
    @Override
    public void check(EffectiveConfig global) {
        OfflineSettings.of(global);
    }
}
