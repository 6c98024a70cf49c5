package adsync.config;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.Base64;
import java.util.Collections;

/** Certificates as administrators export them. */
final class Certificates {

    private Certificates() {}

    /** Some certificate authority that this JVM trusts, as PEM. */
    static Path pem(Path folder) throws IOException {
        try {
            KeyStore trusted = KeyStore.getInstance(
                    Path.of(System.getProperty("java.home"), "lib", "security", "cacerts")
                            .toFile(),
                    (char[]) null);
            Certificate certificate =
                    trusted.getCertificate(Collections.list(trusted.aliases()).getFirst());
            Path file = folder.resolve("exported.pem");
            try (OutputStream out = Files.newOutputStream(file)) {
                out.write("-----BEGIN CERTIFICATE-----\n".getBytes(StandardCharsets.US_ASCII));
                out.write(Base64.getMimeEncoder().encode(certificate.getEncoded()));
                out.write("\n-----END CERTIFICATE-----\n".getBytes(StandardCharsets.US_ASCII));
            }
            return file;
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }
}
