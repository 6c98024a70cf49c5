package adsync.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.ConnectException;
import java.net.SocketException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a failure is called for people. */
class FailureWordsTest {

    private static String words(ThrowingCallable failing) {
        return FailureWords.of(catchThrowable(failing));
    }

    @Test
    void files_that_cannot_be_used(@TempDir Path folder) throws IOException {
        Path missing = folder.resolve("missing");
        Path text = Files.write(folder.resolve("text"), new byte[] {(byte) 0xc3, (byte) 0x28});

        assertThat(words(() -> Files.readString(missing))).isEqualTo("no such file or folder");
        assertThat(words(() -> new RandomAccessFile(missing.toFile(), "r").close()))
                .isEqualTo("No such file or directory");
        assertThat(words(() -> Files.readString(folder))).isEqualTo("Is a directory");
        assertThat(words(() -> Files.readString(text))).isEqualTo("it is not text in UTF-8");
        assertThat(words(() -> Files.createDirectory(folder))).isEqualTo("it is there already");
        assertThat(words(() -> Files.readString(text.resolve("below")))).isEqualTo("Not a directory");
        assertThat(FailureWords.of(new AccessDeniedException("x")))
                .isEqualTo("permission denied for the account " + System.getProperty("user.name"));
    }

    @Test
    void connections_that_break() {
        assertThat(FailureWords.of(new ConnectException())).isEqualTo("connection refused");
        assertThat(FailureWords.of(new ConnectException("Connection refused"))).isEqualTo("Connection refused");
        assertThat(FailureWords.of(new SocketException("Connection reset"))).isEqualTo("Connection reset");
        assertThat(FailureWords.of(new CertificateException("no certificate"))).isEqualTo("no certificate");
    }

    @Test
    void a_fault_of_ours_keeps_its_name() {
        assertThat(FailureWords.of(new IllegalStateException("cart"))).contains("IllegalStateException", "cart");
    }
}
