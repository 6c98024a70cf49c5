package adsync.web;

import adsync.testing.Browser;
import java.util.List;
import java.util.Map;

/** What comes between the page in a browser and its service. */
final class Interference {

    /** The questions of the page go through here: {@code late} holds answers back, the rest counts. */
    private static final String LISTENS = """
            const ask = window.fetch;
            window.asked = {};
            window.running = {};
            window.most = {};
            window.late = {};
            window.fetch = async (path, options) => {
              const question = path.split('/').pop();
              window.asked[question] = (window.asked[question] ?? 0) + 1;
              window.running[question] = (window.running[question] ?? 0) + 1;
              window.most[question] = Math.max(window.most[question] ?? 0, window.running[question]);
              const hold = window.late[question]?.shift();
              try {
                const answer = await ask(path, options);
                if (hold) await new Promise((resolve) => setTimeout(resolve, hold));
                return answer;
              } finally {
                window.running[question] -= 1;
              }
            };
            """;

    private final Browser browser;

    Interference(Browser browser) {
        this.browser = browser;
        browser.driver().executeCdpCommand("Network.enable", Map.of());
    }

    /** From now on these addresses, and no others, get no answer. */
    void refuse(String... addresses) {
        browser.driver().executeCdpCommand("Network.setBlockedURLs", Map.of("urls", List.of(addresses)));
    }

    /** Counts the questions of the page that is open, and holds the next answer to one back. */
    void delay(String question, int milliseconds) {
        browser.run(LISTENS + "window.late[arguments[0]] = [arguments[1]]", question, milliseconds);
    }

    /** How often it was asked. */
    int asked(String question) {
        return browser.number("return window.asked['" + question + "'] ?? 0");
    }

    /** How many answers are still to come. */
    int running(String question) {
        return browser.number("return window.running['" + question + "'] ?? 0");
    }

    /** How many answers were to come at once, at most. */
    int most(String question) {
        return browser.number("return window.most['" + question + "'] ?? 0");
    }
}
