package adsync.intake;

import adsync.sealing.RootKey;
import java.net.URI;
import java.nio.file.Path;

/**
 * Where password events are taken, and what they are sealed to.
 *
 * @param host where to listen
 * @param port where to listen; 0 for any free one
 * @param reachedHost the name or address by which the domain controllers reach us
 * @param reachedPort the port by which they do
 * @param keySet where the provider's signed key set is: a file, or an address of the web
 * @param rootKey the provider's offline root
 */
public record IntakeOptions(String host, int port, String reachedHost, int reachedPort, URI keySet, RootKey rootKey) {

    /** The folder of our certificate authority, below the state folder. */
    public static Path folder(Path state) {
        return state.resolve("passwords");
    }

    /** Where the last good key set is kept. */
    public static Path lastKeySet(Path state) {
        return folder(state).resolve("keyset.jws");
    }
}
