package adsync.setup;

import java.util.List;
import java.util.regex.Pattern;

/** What people call a directory: its domain, or its domain controllers by address or by name. */
public final class ServerNames {

    private static final Pattern SEPARATOR = Pattern.compile("[\\s,]+");

    /** An address of a machine, or a name with a port: DNS has no domain of that name. */
    private static final Pattern NO_DOMAIN = Pattern.compile("[0-9.]+|.*[:\\[/\\s,].*");

    private static final Pattern BARE_IPV6 = Pattern.compile("[0-9A-Fa-f]*:[0-9A-Fa-f]*:[0-9A-Fa-f:.]*");

    private ServerNames() {}

    /** Whether it may be the name of a domain, so that it is worth while to ask DNS. */
    public static boolean maybeDomain(String given) {
        return !NO_DOMAIN.matcher(given.strip()).matches();
    }

    /**
     * Domain controllers as {@code directory.servers} has them; whoever names no protocol means LDAPS.
     *
     * @param given one or more, with blanks or commas between them
     */
    public static List<String> addresses(String given) {
        return addresses(given, "ldaps://");
    }

    /** The same for whoever means another protocol. */
    public static List<String> addresses(String given, String scheme) {
        return SEPARATOR
                .splitAsStream(given.strip())
                .filter(one -> !one.isEmpty())
                .map(one -> one.contains("://") ? one : scheme + host(one))
                .toList();
    }

    private static String host(String one) {
        return BARE_IPV6.matcher(one).matches() ? "[" + one + "]" : one;
    }
}
