package org.parley.config;

/** How a feature refuses settings of the installation: a CDI bean that is asked for each snapshot, before it is in force. */
public interface InstallationCheck {
    /** Fails by a {@link ConfigException} when the feature could not run on these. */
    void check(EffectiveConfig global);
}
