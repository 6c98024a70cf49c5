package adsync.contract;

import adsync.testing.SambaDomain;

/** The contract on a real Samba domain controller. */
class SambaDirectoryIT extends DirectoryContract {

    private static final LabDirectory LAB = new SambaLab(SambaDomain.shared());

    @Override
    LabDirectory lab() {
        return LAB;
    }
}
