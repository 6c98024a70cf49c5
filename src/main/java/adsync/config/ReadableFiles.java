package adsync.config;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;

/** Files that the configuration names are opened while it is read, so that nothing starts without them. */
final class ReadableFiles {

    private static final int KEYTAB_MARK = 5;

    private ReadableFiles() {}

    /** A path, relative to the folder of the configuration. */
    static Path path(String text, Surroundings surroundings) throws Unexpected {
        try {
            return surroundings.folder().resolve(text).normalize();
        } catch (InvalidPathException e) {
            throw new Unexpected("a name that no file can have", "");
        }
    }

    static Path readable(String text, Surroundings surroundings) throws Unexpected {
        Path path = path(text, surroundings);
        if (Files.notExists(path)) {
            throw new Unexpected("none at " + path, "check the path; it is relative to " + surroundings.folder());
        }
        if (!Files.isRegularFile(path) || !Files.isReadable(path)) {
            throw new Unexpected(
                    (Files.isDirectory(path) ? "a folder at " : "one that cannot be read at ") + path,
                    "let the account of this process read it");
        }
        return path;
    }

    static Path certificates(String text, Surroundings surroundings) throws Unexpected {
        Path path = readable(text, surroundings);
        try (InputStream octets = new BufferedInputStream(Files.newInputStream(path))) {
            if (CertificateFactory.getInstance("X.509")
                    .generateCertificates(octets)
                    .isEmpty()) {
                throw new Unexpected("no certificate in " + path, "export the certificate authority as PEM");
            }
            return path;
        } catch (CertificateException e) {
            throw new Unexpected("something else in " + path, "export the certificate authority as PEM");
        } catch (IOException e) {
            throw new Unexpected("one that cannot be read at " + path, "let the account of this process read it");
        }
    }

    static Path keytab(String text, Surroundings surroundings) throws Unexpected {
        Path path = readable(text, surroundings);
        try (InputStream octets = Files.newInputStream(path)) {
            if (octets.read() != KEYTAB_MARK) {
                throw new Unexpected("something else in " + path, "export the account's keys with ktpass or ktutil");
            }
            return path;
        } catch (IOException e) {
            throw new Unexpected("one that cannot be read at " + path, "let the account of this process read it");
        }
    }
}
