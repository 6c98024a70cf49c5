package adsync.listener;

import adsync.directory.DirectoryException;

/** A listener cannot begin before that of another domain has found something; as long as that one works, nothing is wrong. */
final class NeighbourAwaitedException extends DirectoryException {

    private static final long serialVersionUID = 1L;

    NeighbourAwaitedException(String message) {
        super(Reason.UNREACHABLE, message);
    }
}
