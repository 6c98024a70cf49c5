package adsync.directory;

import java.net.URI;

/**
 * Where a domain controller listens.
 *
 * @param host name or address
 * @param port TCP port
 * @param ldaps whether TLS comes first
 */
record Server(String host, int port, boolean ldaps) {

    static final int LDAPS_PORT = 636;

    private static final int LDAP_PORT = 389;

    /**
     * Reads {@code ldap://host[:port]} or {@code ldaps://host[:port]}.
     *
     * @throws IllegalArgumentException if it is neither
     */
    static Server of(URI address) {
        boolean ldaps = "ldaps".equalsIgnoreCase(address.getScheme());
        if (address.getHost() == null || !(ldaps || "ldap".equalsIgnoreCase(address.getScheme()))) {
            throw new IllegalArgumentException("neither ldaps://host nor ldap://host: " + address);
        }
        int standard = ldaps ? LDAPS_PORT : LDAP_PORT;
        String host = address.getHost().replaceAll("[\\[\\]]", ""); // an IPv6 address
        return new Server(host, address.getPort() < 0 ? standard : address.getPort(), ldaps);
    }

    /** As it is written into a configuration: without the usual port. */
    String address() {
        return port == (ldaps ? LDAPS_PORT : LDAP_PORT) ? toString().replaceFirst(":\\d+$", "") : toString();
    }

    @Override
    public String toString() {
        String shown = host.contains(":") ? "[" + host + "]" : host;
        return (ldaps ? "ldaps://" : "ldap://") + shown + ":" + port;
    }
}
