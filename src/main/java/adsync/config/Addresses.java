package adsync.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads addresses of servers. No complaint repeats an address: it may contain a password. */
final class Addresses {

    private static final int LARGEST_PORT = 65_535;

    /** What a provider has below its base address. */
    private static final Pattern ENDPOINT =
            Pattern.compile("/+(Users|Groups|ServiceProviderConfig|Schemas|ResourceTypes)$");

    private Addresses() {}

    /** The address of a domain controller: nothing but scheme, host and port. */
    static URI directory(String text) throws Unexpected {
        URI address = address(text, Set.of("ldap", "ldaps"));
        String path = address.getRawPath();
        if ((path != null && path.length() > 1) || address.getRawQuery() != null) {
            throw new Unexpected("something behind the host", "the place to look at belongs into directory.root");
        }
        return URI.create(address.getScheme().toLowerCase(Locale.ROOT) + "://" + address.getRawAuthority());
    }

    /** The address of a web service, without a slash at its end. */
    static URI web(String text) throws Unexpected {
        URI address = address(text, Set.of("http", "https"));
        if (address.getRawQuery() != null) {
            throw new Unexpected("a question mark", "remove it and what follows");
        }
        String bare = address.toString();
        while (bare.endsWith("/")) {
            bare = bare.substring(0, bare.length() - 1);
        }
        return URI.create(bare);
    }

    /** The address that the endpoints of a SCIM provider lie below. */
    static void base(String text) throws Unexpected {
        Matcher endpoint = ENDPOINT.matcher(web(text).getRawPath());
        if (endpoint.find()) {
            throw new Unexpected(
                    "the address of " + endpoint.group(1) + " there", "leave " + endpoint.group() + " away");
        }
    }

    private static URI address(String text, Set<String> schemes) throws Unexpected {
        URI address;
        try {
            address = new URI(text);
        } catch (URISyntaxException e) {
            throw new Unexpected("text that is no address", "check it for blanks and brackets");
        }
        String scheme = address.getScheme() == null ? "" : address.getScheme().toLowerCase(Locale.ROOT);
        if (!schemes.contains(scheme)) {
            throw new Unexpected(
                    scheme.isEmpty() || address.isOpaque() ? "no scheme" : "another scheme",
                    "begin it with "
                            + String.join(":// or ", schemes.stream().sorted().toList()) + "://");
        }
        if (address.getRawUserInfo() != null) {
            throw new Unexpected("a user name in it", "write user and password as keys of their own");
        }
        if (address.getHost() == null) {
            throw new Unexpected("no host", "");
        }
        if (address.getPort() == 0 || address.getPort() > LARGEST_PORT) {
            throw new Unexpected("a port that does not exist", "use 1 to 65535");
        }
        if (address.getRawFragment() != null) {
            throw new Unexpected("a hash in it", "remove it and what follows");
        }
        return address;
    }

    /** Whether what is sent there stays on this machine. */
    static boolean local(URI address) {
        String host = address.getHost();
        return host.equalsIgnoreCase("localhost")
                || host.matches("127(\\.\\d{1,3}){3}")
                || List.of("[::1]", "[0:0:0:0:0:0:0:1]").contains(host);
    }
}
