package adsync.journal;

import java.net.URI;
import java.util.Locale;
import java.util.Objects;

/**
 * Whose accounts a journal knows: two identities are equal if they name the same place, however it is written.
 *
 * @param url base of the SCIM endpoints, with the port
 * @param organization the tenant there
 */
public record ProviderIdentity(String url, String organization) {

    private static final int HTTP = 80;
    private static final int HTTPS = 443;

    /** The identity that a configuration gives. */
    public static ProviderIdentity of(URI url, String organization) {
        String scheme = url.getScheme().toLowerCase(Locale.ROOT);
        int usual = scheme.equals("https") ? HTTPS : HTTP;
        String path = Objects.requireNonNullElse(url.getRawPath(), "").replaceFirst("/+$", "");
        return new ProviderIdentity(
                scheme + "://" + url.getHost().toLowerCase(Locale.ROOT) + ":"
                        + (url.getPort() < 0 ? usual : url.getPort()) + path,
                organization);
    }

    @Override
    public String toString() {
        return organization + " at " + url;
    }
}
