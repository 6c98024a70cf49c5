package adsync.listener;

import adsync.directory.Directory;
import adsync.directory.DirectoryException;
import adsync.directory.Preference;
import java.util.Optional;

/** Opens connections to domain controllers; blocks, fails with a {@link DirectoryException}. */
public interface Connector {

    /**
     * Connects.
     *
     * @param preference in which order
     */
    Directory connect(Preference preference);

    /**
     * Connects to the first one that is well of those that the configuration prefers to another one; empty if none is.
     *
     * @param host the other one
     */
    Optional<Directory> preferredTo(String host);
}
