package adsync.bench;

import adsync.testing.SdkScimServer;
import java.io.IOException;

/** A SCIM server in a process of its own: prints its URL, and ends when its input does. */
final class ProviderMain {

    private ProviderMain() {}

    /** Takes no arguments. */
    public static void main(String[] arguments) throws IOException {
        try (var server = SdkScimServer.start()) {
            System.out.println(server.url());
            while (System.in.read() >= 0) {
                // Nothing is said to it: the end is all it waits for.
            }
        }
    }
}
