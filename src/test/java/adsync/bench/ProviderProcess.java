package adsync.bench;

import adsync.embedded.EmbeddedProviderOptions;
import adsync.testing.SdkLogin;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** The SCIM server on SCIM-SDK in a process of its own, so that it takes no processor time unseen. */
final class ProviderProcess extends SdkLogin {

    private static final long START_SECONDS = 60;

    private final JavaProcess process;
    private final String url;

    private ProviderProcess(String processors) {
        super(EmbeddedProviderOptions.defaults());
        var first = new CompletableFuture<String>();
        process = JavaProcess.ofClass(ProviderMain.class.getName(), List.of("-Xmx768m"), processors, line -> {
            if (line.startsWith("http://")) {
                first.complete(line);
            }
        });
        url = first.orTimeout(START_SECONDS, TimeUnit.SECONDS).join();
    }

    /** Empty, and just started. */
    static ProviderProcess start() {
        return start("");
    }

    /** The same on those processors alone, as {@code taskset -c} takes them. */
    static ProviderProcess start(String processors) {
        return new ProviderProcess(processors);
    }

    @Override
    public String url() {
        return url;
    }

    @Override
    public void close() {
        process.close();
    }
}
