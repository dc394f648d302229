package org.parley.it;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A sign-in that is not set up as it must be keeps the server from starting, and says why. */
class SignInCheckIT {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    ''                         | parley | mp.jwt.verify.issuer is not set, and auth.mode=oidc cannot do without it
                    https://sso.example/realms | ''     | mp.jwt.verify.audiences is not set, and auth.mode=oidc cannot do without it
                    """)
    void without_an_issuer_or_an_audience_nothing_starts(String issuer, String audience, String reason) {
        Map<String, String> settings =
                Map.of("AUTH_MODE", "oidc", "MP_JWT_VERIFY_ISSUER", issuer, "MP_JWT_VERIFY_AUDIENCES", audience);
        assertThatThrownBy(() -> Parley.start("unchecked-sign-in", settings).close())
                .hasMessage(reason);
    }
}
