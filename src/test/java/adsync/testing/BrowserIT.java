package adsync.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.WindowType;
import org.openqa.selenium.chrome.ChromeDriver;

/** A browser that a test gave back is as good as new for the next one, at the very same address. */
class BrowserIT {

    private static final String KEPT = """
            const done = arguments[arguments.length - 1];
            (async () => {
              const workers = await navigator.serviceWorker.getRegistrations();
              const databases = await indexedDB.databases();
              return [
                'cookies ' + document.cookie,
                'local ' + localStorage.length,
                'session ' + sessionStorage.length,
                'workers ' + workers.length,
                'caches ' + (await caches.keys()).length,
                'databases ' + databases.length,
                'history ' + history.length,
                'width ' + (innerWidth === 333),
                'dark ' + matchMedia('(prefers-color-scheme: dark)').matches,
                'language ' + Intl.DateTimeFormat().resolvedOptions().locale,
                'notifications ' + Notification.permission,
                'refused ' + await fetch('/refused').then(() => false, () => true),
              ].join('\\n');
            })().then(done, (failure) => done(String(failure)));""";

    private static final String LEAVE = """
            const done = arguments[arguments.length - 1];
            (async () => {
              document.cookie = 'a=b; max-age=1000';
              localStorage.a = 'b';
              sessionStorage.a = 'b';
              await navigator.serviceWorker.register('/worker.js');
              await navigator.serviceWorker.ready;
              await (await caches.open('a')).put('/b', new Response('c'));
              await new Promise((kept) => { indexedDB.open('a').onsuccess = kept; });
              history.pushState(null, '', '#a');
              console.error('complaint');
              window.open('/other');
            })().then(() => done('left'), (failure) => done(String(failure)));""";

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private HttpServer server;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    @AfterEach
    void end() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        asked.add(path);
        byte[] body = path.endsWith(".js") ? new byte[0] : "<title>page</title>".getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", path.endsWith(".js") ? "text/javascript" : "text/html");
        exchange.getResponseHeaders().set("Cache-Control", "max-age=1000");
        exchange.sendResponseHeaders(200, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
    }

    @Test
    void nothing_of_a_test_is_left_to_the_next_one() {
        String before;
        ChromeDriver driver;
        try (Browser browser = Browser.start()) {
            driver = browser.driver();
            before = String.valueOf(browser.open(address()).await(KEPT));
            browser.driver().executeCdpCommand("Network.enable", Map.of());
            browser.driver().executeCdpCommand("Network.setBlockedURLs", Map.of("urls", List.of("*/refused")));
            browser.driver().executeCdpCommand("Emulation.setLocaleOverride", Map.of("locale", "de-DE"));
            browser.driver()
                    .executeCdpCommand("Browser.grantPermissions", Map.of("permissions", List.of("notifications")));
            browser.screen(333, 600, true);
            assertThat(browser.await(LEAVE)).isEqualTo("left");
            assertThat(String.valueOf(browser.await(KEPT)).lines())
                    .as("each is changed")
                    .allSatisfy(line -> assertThat(before.lines()).doesNotContain(line));
            browser.driver().switchTo().newWindow(WindowType.WINDOW);
            browser.run("console.error('another complaint')");
        }
        asked.clear();

        try (Browser browser = Browser.start()) {
            assertThat(browser.driver()).isSameAs(driver);
            assertThat(browser.driver().getWindowHandles()).hasSize(1);
            assertThat(browser.complaints()).isEmpty();
            assertThat(browser.open(address()).await(KEPT)).isEqualTo(before);
            assertThat(asked).as("not from the cache").contains("/");
        }
    }
}
