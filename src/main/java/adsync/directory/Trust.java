package adsync.directory;

import adsync.directory.DirectoryException.Reason;
import adsync.observe.FailureWords;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/** Whose certificates we believe. */
final class Trust {

    private Trust() {}

    /**
     * Makes sockets that trust the certificates of a PEM file and no others, or what the JVM trusts.
     *
     * @throws DirectoryException if the file cannot be read or holds no certificate
     */
    static SSLSocketFactory sockets(Optional<Path> file) {
        try {
            SSLContext context = file.isPresent() ? of(file.get()) : SSLContext.getDefault();
            return new HostCheckingSockets(context.getSocketFactory());
        } catch (GeneralSecurityException | IOException e) {
            String which = file.map(Path::toString).orElse("the certificates of the JVM");
            throw new DirectoryException(Reason.TLS, "cannot read " + which + ": " + FailureWords.of(e), e);
        }
    }

    private static SSLContext of(Path file) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        for (Certificate certificate : certificates(file)) {
            store.setCertificateEntry("authority " + store.size(), certificate);
        }
        if (store.size() == 0) {
            throw new IOException("the file holds no certificate");
        }
        TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, unexpired(managers.getTrustManagers()), null);
        return context;
    }

    private static TrustManager[] unexpired(TrustManager[] managers) {
        return Stream.of(managers)
                .map(manager -> manager instanceof X509ExtendedTrustManager trust ? new UnexpiredTrust(trust) : manager)
                .toArray(TrustManager[]::new);
    }

    private static Collection<? extends Certificate> certificates(Path file)
            throws GeneralSecurityException, IOException {
        try (InputStream pem = Files.newInputStream(file)) {
            return CertificateFactory.getInstance("X.509").generateCertificates(pem);
        }
    }
}
