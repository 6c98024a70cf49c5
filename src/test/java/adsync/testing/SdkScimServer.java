package adsync.testing;

import adsync.embedded.EmbeddedProvider;
import adsync.embedded.EmbeddedProviderOptions;
import java.io.IOException;
import java.io.OutputStream;

/** A SCIM server on the SCIM-SDK library: strict, with Bulk, ETags and both ways to log in. */
public final class SdkScimServer extends SdkLogin {

    private final EmbeddedProvider provider;

    private SdkScimServer(EmbeddedProviderOptions options) {
        super(options);
        provider = EmbeddedProvider.start(options);
    }

    /** In a process of its own, for scripts: prints its base URL, and ends when its standard input does. */
    public static void main(String[] arguments) throws IOException {
        try (SdkScimServer server = start()) {
            System.out.println(server.url());
            System.in.transferTo(OutputStream.nullOutputStream());
        }
    }

    /** With Bulk of up to 1,000 operations. */
    public static SdkScimServer start() {
        return start(EmbeddedProviderOptions.defaults());
    }

    /** Without Bulk. */
    public static SdkScimServer withoutBulk() {
        return withBulkOf(0);
    }

    /** With Bulk of up to so many operations. */
    public static SdkScimServer withBulkOf(int operations) {
        return start(EmbeddedProviderOptions.defaults().withBulk(operations, 4 << 20));
    }

    /** With options of the test's own. */
    public static SdkScimServer start(EmbeddedProviderOptions options) {
        return new SdkScimServer(options);
    }

    /** The provider itself, for its switches, counters and write-only attributes. */
    public EmbeddedProvider provider() {
        return provider;
    }

    @Override
    public String url() {
        return provider.url();
    }

    @Override
    public void close() {
        provider.close();
    }
}
