package adsync.scim;

import adsync.secret.Secret;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How to reach the provider.
 *
 * @param url base of its SCIM endpoints, without a trailing slash, for example {@code https://scim.example.net/scim/v2}
 * @param login who we are
 * @param trust certificates (PEM) to trust instead of the JVM's
 * @param allowClearText whether {@code http://} is accepted for another host than this one
 * @param requestTimeout for one operation
 * @param bulkTimeout for one bulk request
 * @param needPatch what works by PATCH only, unlike the changes of users: keys of the configuration, as people write them
 */
public record ScimOptions(
        URI url,
        ScimLogin login,
        Optional<Path> trust,
        boolean allowClearText,
        Duration requestTimeout,
        Duration bulkTimeout,
        List<String> needPatch) {

    public ScimOptions {
        needPatch = List.copyOf(needPatch);
    }

    /** For users alone, with whom any provider will do. */
    public ScimOptions(
            URI url,
            ScimLogin login,
            Optional<Path> trust,
            boolean allowClearText,
            Duration requestTimeout,
            Duration bulkTimeout) {
        this(url, login, trust, allowClearText, requestTimeout, bulkTimeout, List.of());
    }

    /** How we prove who we are. */
    public sealed interface ScimLogin {}

    /** HTTP Basic (RFC 7617). */
    public record BasicLogin(String user, Secret password) implements ScimLogin {}

    /** A bearer token (RFC 6750). */
    public record TokenLogin(Secret token) implements ScimLogin {}

    /** OAuth 2.0 client credentials (RFC 6749 4.4); the token is renewed before it expires and once after a 401. */
    public record OAuthLogin(URI tokenUrl, String clientId, Secret clientSecret, Optional<String> scope)
            implements ScimLogin {}
}
