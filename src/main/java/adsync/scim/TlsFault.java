package adsync.scim;

import java.util.Optional;
import java.util.stream.Stream;

/** What is wrong with a server's certificate or protocol, and what an administrator can do about that. */
enum TlsFault {
    EXPIRED(
            "the certificate has expired",
            "have the provider renew its certificate; if it is new, look at this machine's clock"),
    NOT_YET_VALID(
            "the certificate is not valid yet",
            "look at this machine's clock, or have the provider's certificate replaced"),
    OTHER_HOST(
            "the certificate is for another host",
            "write the host into provider.url as the certificate names it, or have the certificate replaced"),
    UNKNOWN_AUTHORITY(
            "the certificate is of an unknown authority; see provider.trust",
            "have the certificate replaced, or name the authority that issued it in provider.trust"),
    NO_TLS(
            "the server does not speak TLS on this port",
            "name the port of its https:// in provider.url; http:// only on this machine, or with provider.allowClearText");

    private final String words;
    private final String remedy;

    TlsFault(String words, String remedy) {
        this.words = words;
        this.remedy = remedy;
    }

    String words() {
        return words;
    }

    String remedy() {
        return remedy;
    }

    /** Which one a refusal tells of; empty if it is another. */
    static Optional<TlsFault> in(String detail) {
        return Stream.of(values()).filter(fault -> detail.endsWith(fault.words)).findFirst();
    }
}
