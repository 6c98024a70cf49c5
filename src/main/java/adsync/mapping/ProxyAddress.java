package adsync.mapping;

import java.util.List;
import java.util.Locale;

/**
 * One value of proxyAddresses: {@code SMTP:ada@contoso.com}. The letter case of its type matters: upper case marks the
 * primary address of that type.
 */
record ProxyAddress(String type, String address) {

    /** An address without a type is a mail address, as Exchange takes it. */
    static ProxyAddress parse(String value) {
        int colon = value.indexOf(':');
        return colon <= 0
                ? new ProxyAddress("smtp", value)
                : new ProxyAddress(value.substring(0, colon).strip(), value.substring(colon + 1));
    }

    static List<ProxyAddress> all(List<String> values) {
        return values.stream().map(ProxyAddress::parse).toList();
    }

    boolean is(String wanted) {
        return type.equalsIgnoreCase(wanted);
    }

    boolean primary() {
        return type.equals(type.toUpperCase(Locale.ROOT));
    }

    @Override
    public String toString() {
        return type + ":" + address;
    }
}
