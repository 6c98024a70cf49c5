package adsync.directory;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.unboundid.ldap.protocol.LDAPMessage;
import com.unboundid.ldap.protocol.SearchResultDoneProtocolOp;
import com.unboundid.ldap.protocol.SearchResultEntryProtocolOp;
import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.Entry;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Answers in parts that never end. */
class RangedValuesTest {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String NOBODY = "CN=Nobody";

    @Test
    void a_part_without_values_after_which_there_shall_be_more_is_refused() {
        try (Session session = SpokenAnswers.session(parts("title"))) {
            Attribute first = new Attribute("title;range=0-0", "a");

            assertTimeoutPreemptively(
                    SOON,
                    () -> assertThatThrownBy(() -> new RangedValues(session).rest(NOBODY, first))
                            .isInstanceOf(DirectoryException.class)
                            .hasMessageContaining("title"));
        }
    }

    @Test
    void more_values_than_anything_has_are_refused() {
        String[] many = new String[5000];
        Arrays.fill(many, "");
        try (Session session = SpokenAnswers.session(parts("title", many))) {
            Attribute first = new Attribute("title;range=0-0", "a");

            assertTimeoutPreemptively(
                    SOON,
                    () -> assertThatThrownBy(() -> new RangedValues(session).rest(NOBODY, first))
                            .isInstanceOf(DirectoryException.class)
                            .hasMessageContaining("title"));
        }
    }

    @Test
    void members_that_never_come_are_refused() {
        try (Session session = SpokenAnswers.session(parts("member"))) {
            MemberSearch members = new MemberSearch(session, NOBODY);

            assertTimeoutPreemptively(
                    SOON,
                    () -> assertThatThrownBy(() -> {
                                while (members.hasNext()) {
                                    members.next();
                                }
                            })
                            .isInstanceOf(DirectoryException.class)
                            .hasMessageContaining("member"));
        }
    }

    /** One answer after the other, each with the next number. */
    private static InputStream parts(String attribute, String... values) {
        return new InputStream() {
            private InputStream answer = InputStream.nullInputStream();
            private int number;

            @Override
            public int read() throws IOException {
                int octet = answer.read();
                if (octet < 0) {
                    number++;
                    answer = new ByteArrayInputStream(answer(number, attribute, values));
                    octet = answer.read();
                }
                return octet;
            }

            @Override
            public int read(byte[] octets, int from, int length) throws IOException {
                int first = read();
                octets[from] = (byte) first;
                return length == 1 ? 1 : 1 + Math.max(0, answer.read(octets, from + 1, length - 1));
            }
        };
    }

    private static byte[] answer(int number, String attribute, String... values) {
        Entry entry = new Entry(NOBODY, new Attribute(attribute + ";range=" + number + "-" + number, values));
        LDAPMessage found = new LDAPMessage(number, new SearchResultEntryProtocolOp(entry));
        LDAPMessage done = new LDAPMessage(number, new SearchResultDoneProtocolOp(0, null, null, null));
        var octets = new ByteArrayOutputStream();
        octets.writeBytes(found.encode().encode());
        octets.writeBytes(done.encode().encode());
        return octets.toByteArray();
    }
}
