package adsync.config;

import static adsync.config.Key.defaulted;
import static adsync.config.Key.optional;

import java.net.URI;
import java.util.List;

/** What can be set about the administrator's page. */
final class WebKeys {

    static final Key<Boolean> ENABLED = defaulted(
            "web.enabled",
            Kinds.SWITCH,
            "true",
            "false",
            "Whether the administrator's page is served on `listen`. It is opened with `adsync web`.");

    static final Key<URI> URL = optional(
            "web.url",
            Kinds.WEB_ADDRESS,
            "https://adsync.contoso.com",
            "Where administrators reach the page by way of a reverse proxy on this machine. Without it, the page answers to"
                    + " the names of this machine's loopback address only.");

    static final Key<Boolean> CLEAR_TEXT = defaulted(
            "web.allowClearText",
            Kinds.SWITCH,
            "false",
            "true",
            "Serves the page to other machines too, if `listen` is reached by them: everybody on the way can read and take"
                    + " over what an administrator does there. Warned about.");

    /** The section {@code web}, in the order of the documentation. */
    static final List<Key<?>> SECTION = List.of(ENABLED, URL, CLEAR_TEXT);

    private WebKeys() {}
}
