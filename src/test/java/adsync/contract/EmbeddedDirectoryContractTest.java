package adsync.contract;

import adsync.embedded.EmbeddedDirectory;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

/** The contract on the embedded directory. */
class EmbeddedDirectoryContractTest {

    @TempDir
    private static Path folder;

    private static EmbeddedDirectory embedded;
    private static LabDirectory lab;

    @BeforeAll
    static void start() throws IOException {
        embedded = EmbeddedDirectory.start();
        lab = new EmbeddedLab(embedded, folder);
    }

    @AfterAll
    static void stop() {
        embedded.close();
    }

    @Nested
    class Logon extends LogonContract {
        @Override
        protected LabDirectory lab() {
            return lab;
        }
    }

    @Nested
    class Changes extends ChangesContract {
        @Override
        protected LabDirectory lab() {
            return lab;
        }
    }

    @Nested
    class Read extends ReadContract {
        @Override
        protected LabDirectory lab() {
            return lab;
        }
    }

    @Nested
    class Rings extends BellContract {
        @Override
        protected LabDirectory lab() {
            return lab;
        }
    }

    @Nested
    class Check extends CheckContract {
        @Override
        protected LabDirectory lab() {
            return lab;
        }
    }
}
