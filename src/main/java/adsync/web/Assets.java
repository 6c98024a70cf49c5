package adsync.web;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The files of the page: those that are named here, read once, and no others. */
final class Assets {

    private static final String OWN = "/web/";
    private static final String CHARTS = "/META-INF/resources/webjars/uplot/1.6.30/dist/";

    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "svg", "image/svg+xml");

    /** Where each is in the program, by its path. */
    private static final Map<String, String> FILES = Map.ofEntries(
            Map.entry("/", OWN + "index.html"),
            own("page.css"),
            own("icon.svg"),
            own("main.js"),
            own("service.js"),
            own("elements.js"),
            own("words.js"),
            own("overview.js"),
            own("charts.js"),
            own("forecast.js"),
            own("holds.js"),
            own("live.js"),
            own("person.js"),
            own("setup.js"),
            own("setup-finish.js"),
            own("setup-form.js"),
            own("setup-provider.js"),
            own("tree.js"),
            Map.entry("/lib/uplot.js", CHARTS + "uPlot.esm.js"),
            Map.entry("/lib/uplot.css", CHARTS + "uPlot.min.css"));

    private static final int OK = 200;
    private static final int NOT_MODIFIED = 304;

    private final Map<String, Asset> assets = new HashMap<>();

    private record Asset(Buffer content, String type, String tag) {}

    /** Blocks while it reads. */
    Assets() {
        FILES.forEach((path, file) -> assets.put(path, read(file)));
    }

    private static Map.Entry<String, String> own(String name) {
        return Map.entry("/" + name, OWN + name);
    }

    private static Asset read(String file) {
        try (InputStream in = Assets.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException(file + " is not in the program");
            }
            byte[] content = in.readAllBytes();
            String type = TYPES.get(file.substring(file.lastIndexOf('.') + 1));
            String tag = "\"" + Tokens.digest(new String(content, StandardCharsets.UTF_8)) + "\"";
            return new Asset(Buffer.buffer(content), String.valueOf(type), tag);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Answers if there is such a file. */
    void serve(RoutingContext context) {
        @Nullable Asset asset = assets.get(String.valueOf(context.request().path()));
        if (asset == null) {
            context.next();
            return;
        }
        HttpServerResponse response = context.response()
                .putHeader(HttpHeaders.CONTENT_TYPE, asset.type())
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-cache") // asked for again, and answered from the cache
                .putHeader(HttpHeaders.ETAG, asset.tag());
        if (asset.tag().equals(context.request().getHeader(HttpHeaders.IF_NONE_MATCH))) {
            response.setStatusCode(NOT_MODIFIED).end();
        } else if (HttpMethod.HEAD.equals(context.request().method())) {
            response.setStatusCode(OK)
                    .putHeader(
                            HttpHeaders.CONTENT_LENGTH,
                            String.valueOf(asset.content().length()))
                    .end();
        } else {
            response.setStatusCode(OK).end(asset.content());
        }
    }
}
