package adsync.testing;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.logging.Level;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.openqa.selenium.By;
import org.openqa.selenium.ElementNotInteractableException;
import org.openqa.selenium.NotFoundException;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebDriverException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.WindowType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/**
 * A real Chromium without a screen, which knows nothing of what was opened in another. For one thread. Fails to start where
 * Chromium is missing. One that is closed is emptied and kept for the next test of this JVM, since to start Chromium is most of
 * what a short test costs.
 */
public final class Browser implements AutoCloseable {

    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
    private static final Path DRIVER = Path.of("/usr/bin/chromedriver");
    private static final Path SCREENSHOTS = Path.of("target", "screenshots");
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Those that nobody has, empty. */
    private static final Deque<Chromium> IDLE = new ConcurrentLinkedDeque<>();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(Browser::quitIdle, "browser-exit"));
    }

    private final Chromium chromium;
    private final ChromeDriver driver;
    private boolean closed;

    private Browser(Chromium chromium) {
        this.chromium = chromium;
        this.driver = chromium.driver();
    }

    /** A process, and where it keeps what it knows. */
    private record Chromium(Path profile, ChromeDriver driver) {

        void quit() {
            driver.quit();
            delete(profile.toFile());
        }
    }

    /** One in which nothing was opened yet. */
    public static Browser start() {
        Chromium idle = IDLE.poll();
        return new Browser(idle == null ? launch() : idle);
    }

    private static Chromium launch() {
        if (!Files.isExecutable(CHROMIUM) || !Files.isExecutable(DRIVER)) {
            throw new IllegalStateException("chromium and chromium-driver are needed: scripts/test installs them");
        }
        try {
            Path profile = Files.createTempDirectory("adsync-browser");
            var logs = new LoggingPreferences();
            logs.enable(LogType.BROWSER, Level.ALL);
            var options = new ChromeOptions()
                    .setBinary(CHROMIUM.toString())
                    .addArguments(
                            "--headless=new",
                            "--no-sandbox",
                            "--disable-gpu",
                            "--disable-quic",
                            "--no-first-run",
                            "--disable-background-networking",
                            "--disable-component-update",
                            "--disable-sync",
                            "--disable-dev-shm-usage",
                            "--enable-precise-memory-info",
                            "--js-flags=--expose-gc",
                            "--lang=en-GB",
                            "--user-data-dir=" + profile);
            options.setCapability("goog:loggingPrefs", logs);
            var service = new ChromeDriverService.Builder()
                    .usingDriverExecutable(DRIVER.toFile())
                    .usingAnyFreePort()
                    .withTimeout(PATIENCE)
                    .build();
            return new Chromium(profile, new ChromeDriver(service, options));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** For what is not here. */
    public ChromeDriver driver() {
        return driver;
    }

    /** Shows a page as on a screen of this size, in light or dark. */
    public Browser screen(int width, int height, boolean dark) {
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of(
                        "features",
                        List.of(
                                Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light"),
                                // a colour that is on its way to another one is no colour to be measured
                                Map.of("name", "prefers-reduced-motion", "value", "reduce"))));
        return this;
    }

    /** Opens an address. */
    public Browser open(String url) {
        driver.get(url);
        return this;
    }

    /** All text that is shown: as the browser itself tells it, which costs a fraction of what the driver takes to find it out. */
    public String text() {
        return String.valueOf(run("return document.body.innerText"));
    }

    /** The elements of a CSS selector. */
    public List<WebElement> all(String selector) {
        return driver.findElements(By.cssSelector(selector));
    }

    /** The first element of a CSS selector. */
    public WebElement one(String selector) {
        return driver.findElement(By.cssSelector(selector));
    }

    /** The button with this text. */
    public WebElement button(String text) {
        return driver.findElement(By.xpath("//button[normalize-space()='" + text + "']"));
    }

    /** Presses the button with this text as soon as it is there: what is drawn anew gets new buttons. */
    public void press(String text) {
        Awaitility.await("to press " + text)
                .atMost(PATIENCE)
                .ignoreExceptionsMatching(Browser::isDrawnAnew)
                .until(() -> {
                    button(text).click();
                    return true;
                });
    }

    /** Nothing was pressed then. */
    private static boolean isDrawnAnew(Throwable failure) {
        return failure instanceof StaleElementReferenceException
                || failure instanceof NotFoundException
                || failure instanceof ElementNotInteractableException;
    }

    /** What a script returns. */
    public @Nullable Object run(String script, Object... arguments) {
        return driver.executeScript(script, arguments);
    }

    /** The number that a script returns. */
    public int number(String script) {
        return run(script) instanceof Number number ? number.intValue() : 0;
    }

    /** What a script passes on to its last argument. */
    public @Nullable Object await(String script, Object... arguments) {
        driver.manage().timeouts().scriptTimeout(PATIENCE);
        return driver.executeAsyncScript(script, arguments);
    }

    /** What the page has complained about since the last call. */
    public List<String> complaints() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .filter(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue())
                .map(LogEntry::getMessage)
                .toList();
    }

    /** Keeps a picture of the whole page in {@code target/screenshots}. */
    public void photograph(String name) {
        try {
            Files.createDirectories(SCREENSHOTS);
            var height = number("return document.documentElement.scrollHeight");
            var width = number("return window.innerWidth");
            boolean dark = Boolean.TRUE.equals(run("return matchMedia('(prefers-color-scheme: dark)').matches"));
            screen(width, Math.min(4000, height), dark);
            Files.write(SCREENSHOTS.resolve(name + ".png"), driver.getScreenshotAs(OutputType.BYTES));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Nothing of it can be used any more. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            forget();
            IDLE.push(chromium);
        } catch (WebDriverException e) {
            chromium.quit(); // a test may have brought it down
        }
    }

    /** What is set for a window ends with it: its screen, its language, what it is refused, the storage of its session. */
    private void forget() {
        Set<String> used = driver.getWindowHandles();
        driver.switchTo().newWindow(WindowType.TAB);
        String fresh = driver.getWindowHandle();
        used.forEach(window -> driver.switchTo().window(window).close());
        driver.switchTo().window(fresh);
        driver.executeCdpCommand("Network.clearBrowserCache", Map.of());
        driver.executeCdpCommand("Storage.clearDataForOrigin", Map.of("origin", "*", "storageTypes", "all"));
        complaints();
    }

    private static void quitIdle() {
        for (Chromium idle = IDLE.poll(); idle != null; idle = IDLE.poll()) {
            idle.quit();
        }
    }

    /** A process of the browser that ends a moment later may delete some of it itself. */
    private static void delete(File file) {
        File[] inside = file.listFiles();
        if (inside != null) {
            Arrays.stream(inside).forEach(Browser::delete);
        }
        if (!file.delete()) {
            file.deleteOnExit();
        }
    }
}
