package adsync.testing;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** What is waited for may take a minute on a busy machine, unless a test says otherwise. Found by JUnit itself. */
public final class Patience implements BeforeAllCallback {

    private static final Duration USUAL = Duration.ofMinutes(1);

    @Override
    public void beforeAll(ExtensionContext context) {
        Awaitility.setDefaultTimeout(USUAL);
    }
}
