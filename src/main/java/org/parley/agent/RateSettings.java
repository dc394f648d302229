package org.parley.agent;

import java.util.List;
import java.util.stream.Stream;
import org.parley.account.RateLimit;
import org.parley.account.RateLimit.Scope;
import org.parley.config.ConfigException;
import org.parley.config.EffectiveConfig;

/** Reads how often an agent may be asked, and by whom. */
final class RateSettings {
    private RateSettings() {}

    /** Those that limit anything. */
    static List<RateLimit> of(EffectiveConfig config) {
        return Stream.of(
                        limit(
                                Scope.ACCOUNT,
                                count(config, "rates.account.requests_per_minute"),
                                count(config, "rates.account.streams"),
                                count(config, "rates.account.tokens_per_hour")),
                        limit(
                                Scope.AGENT,
                                count(config, "rates.agent.requests_per_minute"),
                                count(config, "rates.agent.streams"),
                                count(config, "rates.agent.tokens_per_hour")),
                        limit(
                                Scope.KEY,
                                count(config, "rates.key.requests_per_minute"),
                                count(config, "rates.key.streams"),
                                count(config, "rates.key.tokens_per_hour")),
                        limit(
                                Scope.PUBLISHABLE_KEY,
                                count(config, "rates.publishable_key.requests_per_minute"),
                                count(config, "rates.publishable_key.streams"),
                                count(config, "rates.publishable_key.tokens_per_hour")),
                        limit(
                                Scope.VISITOR,
                                count(config, "rates.visitor.requests_per_minute"),
                                count(config, "rates.visitor.streams"),
                                count(config, "rates.visitor.tokens_per_hour")))
                .filter(limit -> !limit.isNone())
                .toList();
    }

    private static RateLimit limit(Scope scope, int requestsPerMinute, int streams, int tokensPerHour) {
        return new RateLimit(scope, requestsPerMinute, streams, tokensPerHour);
    }

    private static int count(EffectiveConfig config, String key) {
        int count = config.whole(key);
        if (count < 0) {
            throw ConfigException.invalid(key, "is below 0");
        }
        return count;
    }
}
