package adsync.contract;

import adsync.testing.SambaDomain;
import org.junit.jupiter.api.Nested;

/** The contract on a real Samba domain controller. */
class SambaDirectoryIT {

    private static final LabDirectory LAB = new SambaLab(SambaDomain.shared());

    @Nested
    class Logon extends LogonContract {
        @Override
        protected LabDirectory lab() {
            return LAB;
        }
    }

    @Nested
    class Changes extends ChangesContract {
        @Override
        protected LabDirectory lab() {
            return LAB;
        }
    }

    @Nested
    class Read extends ReadContract {
        @Override
        protected LabDirectory lab() {
            return LAB;
        }
    }

    @Nested
    class Rings extends BellContract {
        @Override
        protected LabDirectory lab() {
            return LAB;
        }
    }

    @Nested
    class Check extends CheckContract {
        @Override
        protected LabDirectory lab() {
            return LAB;
        }
    }
}
