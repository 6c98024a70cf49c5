package adsync.intake;

import adsync.worker.DurableFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.Optional;

/** Key pairs on P-256 in files that their owner alone can read. */
final class KeyFolder {

    private static final String ALGORITHM = "EC";
    private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, new byte[] {'\n'});

    private final Path folder;

    private KeyFolder(Path folder) {
        this.folder = folder;
    }

    /** A key pair. */
    record Keys(PublicKey open, PrivateKey secret) {

        /** As Vert.x wants it. */
        String pem() {
            return block("PRIVATE KEY", secret.getEncoded());
        }
    }

    /** Creates the folder if it is missing. */
    static KeyFolder open(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            Files.createDirectory(folder, permissions(folder, "rwx------"));
        }
        return new KeyFolder(folder);
    }

    Path file(String name) {
        return folder.resolve(name);
    }

    boolean has(String name) {
        return Files.exists(file(name));
    }

    /** The key pair of a file; made if it is missing. */
    Keys keys(String name) throws IOException, GeneralSecurityException {
        Optional<Keys> kept = has(name) ? Optional.of(read(name)) : Optional.empty();
        if (kept.isPresent()) {
            return kept.get();
        }
        KeyPairGenerator generator = KeyPairGenerator.getInstance(ALGORITHM);
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        var pair = generator.generateKeyPair();
        Keys made = new Keys(pair.getPublic(), pair.getPrivate());
        write(name, made.pem() + block("PUBLIC KEY", made.open().getEncoded()));
        return made;
    }

    private Keys read(String name) throws IOException, GeneralSecurityException {
        String text = Files.readString(file(name), StandardCharsets.US_ASCII);
        KeyFactory factory = KeyFactory.getInstance(ALGORITHM);
        try {
            PrivateKey secret = factory.generatePrivate(new PKCS8EncodedKeySpec(octets("PRIVATE KEY", text)));
            PublicKey open = factory.generatePublic(new X509EncodedKeySpec(octets("PUBLIC KEY", text)));
            if (!(secret instanceof ECPrivateKey)) {
                throw new GeneralSecurityException(name + " holds no key of an elliptic curve");
            }
            return new Keys(open, secret);
        } catch (IllegalArgumentException e) {
            throw new GeneralSecurityException(name + " is damaged", e);
        }
    }

    /** In place of any other, at once. */
    void write(String name, String text) throws IOException {
        DurableFile.replace(file(name), text);
    }

    /** Puts one file in the place of another. */
    void move(String from, String to) throws IOException {
        DurableFile.move(file(from), file(to));
    }

    private static byte[] octets(String kind, String text) throws GeneralSecurityException {
        String head = "-----BEGIN " + kind + "-----";
        int start = text.indexOf(head);
        int end = text.indexOf("-----END " + kind + "-----");
        if (start < 0 || end < start) {
            throw new GeneralSecurityException("there is no " + kind);
        }
        return Base64.getMimeDecoder().decode(text.substring(start + head.length(), end));
    }

    static String block(String kind, byte[] octets) {
        return "-----BEGIN " + kind + "-----\n" + LINES.encodeToString(octets) + "\n-----END " + kind + "-----\n";
    }

    private static FileAttribute<?>[] permissions(Path near, String text) {
        return near.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(text))}
                : new FileAttribute<?>[0];
    }
}
