package adsync.contract;

import adsync.embedded.DirectoryProfile;
import org.junit.jupiter.api.AfterAll;

/** The contract on the embedded directory when it behaves like Windows. */
class EmbeddedWindowsContractTest extends DirectoryContract {

    private static final EmbeddedLab LAB = new EmbeddedLab(DirectoryProfile.windows());

    @AfterAll
    static void stop() {
        LAB.close();
    }

    @Override
    LabDirectory lab() {
        return LAB;
    }
}
