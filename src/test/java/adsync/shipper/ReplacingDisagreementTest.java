package adsync.shipper;

import org.junit.jupiter.api.BeforeEach;

/** What a provider does not keep where there is no PATCH. */
class ReplacingDisagreementTest extends DisagreementTest {

    @BeforeEach
    void replaceOnly() {
        accounts.withoutPatch();
    }
}
