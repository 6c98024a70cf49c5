package adsync.contract;

import org.junit.jupiter.api.Nested;

/** What every directory has to do, the real one and the embedded one alike. */
abstract class DirectoryContract {

    /** The directory under test. */
    abstract LabDirectory lab();

    @Nested
    class Logon extends LogonContract {
        @Override
        protected LabDirectory lab() {
            return DirectoryContract.this.lab();
        }
    }

    @Nested
    class Changes extends ChangesContract {
        @Override
        protected LabDirectory lab() {
            return DirectoryContract.this.lab();
        }
    }

    @Nested
    class Read extends ReadContract {
        @Override
        protected LabDirectory lab() {
            return DirectoryContract.this.lab();
        }
    }

    @Nested
    class Groups extends GroupsContract {
        @Override
        protected LabDirectory lab() {
            return DirectoryContract.this.lab();
        }
    }

    @Nested
    class Rings extends BellContract {
        @Override
        protected LabDirectory lab() {
            return DirectoryContract.this.lab();
        }
    }

    @Nested
    class Check extends CheckContract {
        @Override
        protected LabDirectory lab() {
            return DirectoryContract.this.lab();
        }
    }
}
