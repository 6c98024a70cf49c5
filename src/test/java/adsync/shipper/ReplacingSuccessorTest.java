package adsync.shipper;

import org.junit.jupiter.api.BeforeEach;

/** Somebody new gets a login where there is no PATCH. */
class ReplacingSuccessorTest extends SuccessorTest {

    @BeforeEach
    void replaceOnly() {
        accounts.withoutPatch();
    }
}
