package adsync.directory;

import adsync.directory.DirectoryException.Reason;
import com.unboundid.ldap.sdk.LDAPConnection;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/** Asks a server for its certificate. The handshake is broken off when it came, so nothing is ever said to a server like that. */
final class Introduction extends X509ExtendedTrustManager {

    private final List<X509Certificate> chain = new ArrayList<>();

    /** The certificate to trust. */
    static PresentedCertificate of(DirectoryOptions options, Server server) {
        Introduction introduction = new Introduction();
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {introduction}, null);
            try (LDAPConnection none = new Connector(options, context.getSocketFactory()).connect(server)) {
                throw new DirectoryException(
                        Reason.TLS,
                        server + ": shows no certificate" + (none.isConnected() ? ", and takes anybody" : ""));
            } catch (DirectoryException e) {
                if (introduction.chain.isEmpty()) {
                    throw e;
                }
            }
            return PresentedCertificate.of(introduction.chain);
        } catch (GeneralSecurityException e) {
            throw new DirectoryException(Reason.TLS, server + ": its certificate cannot be read: " + e, e);
        }
    }

    private void breakOff(X509Certificate[] shown) throws CertificateException {
        chain.addAll(List.of(shown));
        throw new CertificateException("seen, that is enough");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] shown, String type, Socket socket) throws CertificateException {
        breakOff(shown);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] shown, String type, SSLEngine engine) throws CertificateException {
        breakOff(shown);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] shown, String type) throws CertificateException {
        breakOff(shown);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] shown, String type, Socket socket) throws CertificateException {
        throw new CertificateException("there are no clients here");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] shown, String type, SSLEngine engine) throws CertificateException {
        throw new CertificateException("there are no clients here");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] shown, String type) throws CertificateException {
        throw new CertificateException("there are no clients here");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
