package org.parley.llm;

import org.parley.config.EffectiveConfig;

/** The provider of an agent's models: what is asked there, and how it is reached. */
record Provider(ProviderSettings settings, ProviderNetwork network) {
    static Provider of(EffectiveConfig config) {
        return new Provider(ProviderSettings.of(config), ProviderNetwork.of(config));
    }
}
