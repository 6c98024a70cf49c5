package adsync.shipper;

import org.junit.jupiter.api.BeforeEach;

/** Accounts are taken over where there is no PATCH. */
class ReplacingTakeoverTest extends TakeoverTest {

    @BeforeEach
    void replaceOnly() {
        accounts.withoutPatch();
    }
}
