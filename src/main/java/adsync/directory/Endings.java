package adsync.directory;

import adsync.directory.DirectoryOptions.DirectoryLogin;
import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.SearchRequest;
import com.unboundid.ldap.sdk.SearchResultEntry;
import com.unboundid.ldap.sdk.SearchScope;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * When what lets us in comes to its end.
 *
 * @param certificate until when the server's certificate is valid; empty without TLS
 * @param password when the password of the account that is logged in has to be changed; empty if never, or if the server does not
 *     show the account
 */
public record Endings(Optional<Instant> certificate, Optional<Instant> password) {

    /** MS-ADTS 3.1.1.4.5.33: a FILETIME; the largest one for a password that never ends, 0 for one that has to be changed. */
    private static final String EXPIRY = "msDS-UserPasswordExpiryTimeComputed";

    private static final long TICKS_PER_SECOND = 10_000_000;
    private static final long FILETIME_EPOCH_SECONDS = -11_644_473_600L;

    static Endings read(Session session, String domainDn, DirectoryLogin login) {
        return new Endings(certificate(session.connection().getSSLSession()), password(session, domainDn, login));
    }

    private static Optional<Instant> certificate(@Nullable SSLSession tls) {
        if (tls == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(((X509Certificate) tls.getPeerCertificates()[0])
                    .getNotAfter()
                    .toInstant());
        } catch (SSLPeerUnverifiedException e) {
            return Optional.empty(); // excluded: we trust none without
        }
    }

    private static Optional<Instant> password(Session session, String domainDn, DirectoryLogin login) {
        var search = new SearchRequest(domainDn, SearchScope.SUB, account(login.user()), EXPIRY);
        List<SearchResultEntry> found = Session.entries(session.search("looking for our own account", search));
        return found.size() == 1
                ? Optional.ofNullable(found.getFirst().getAttributeValueAsLong(EXPIRY))
                        .filter(ticks -> ticks > 0 && ticks < Long.MAX_VALUE)
                        .map(ticks -> Instant.ofEpochSecond(FILETIME_EPOCH_SECONDS + ticks / TICKS_PER_SECOND))
                : Optional.empty();
    }

    /** A login is a DN, a user principal name, which may be the implicit one, or a name with its domain before. */
    private static Filter account(String login) {
        if (login.indexOf('=') > 0 && DN.isValidDN(login)) {
            return Filter.createEqualityFilter("distinguishedName", login);
        }
        String name = login.substring(login.indexOf('\\') + 1);
        int at = name.lastIndexOf('@');
        return Filter.createORFilter(
                Filter.createEqualityFilter("userPrincipalName", name),
                Filter.createEqualityFilter("sAMAccountName", at < 0 ? name : name.substring(0, at)));
    }
}
