package adsync.config;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where to listen, or whom to ask.
 *
 * @param host a name or an address, IPv6 without its brackets
 * @param port -1 if none was given
 */
record HostAndPort(String host, int port) {

    private static final Pattern FORM = Pattern.compile("(?:\\[([0-9A-Fa-f:.%]+)]|([A-Za-z0-9._-]+))(?::(\\d{1,5}))?");
    private static final int LARGEST_PORT = 65_535;

    static HostAndPort parse(String text) throws Unexpected {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new Unexpected("text of another form", "write host:port, with an IPv6 address in [brackets]");
        }
        int port = form.group(3) == null ? -1 : Integer.parseInt(form.group(3));
        if (port > LARGEST_PORT) {
            throw new Unexpected("a port that does not exist", "use 0 to 65535");
        }
        return new HostAndPort(form.group(1) == null ? form.group(2) : form.group(1), port);
    }

    static HostAndPort parseBoth(String text) throws Unexpected {
        HostAndPort place = parse(text);
        if (place.port < 0) {
            throw new Unexpected("no port", "write host:port");
        }
        return place;
    }
}
