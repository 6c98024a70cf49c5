package adsync.listener;

import adsync.directory.DirectoryException;

/** The domain controller that answers lacks what was read of the one before, and may have it soon. */
final class ReplicationAwaitedException extends DirectoryException {

    private static final long serialVersionUID = 1L;

    ReplicationAwaitedException(String message) {
        super(Reason.UNREACHABLE, message);
    }
}
