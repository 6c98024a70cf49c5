package adsync.listener;

import static org.assertj.core.api.Assertions.assertThat;

import adsync.change.ObjectGuid;
import adsync.directory.DirectoryException;
import adsync.directory.DirectoryException.Reason;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A configuration asks for fewer attributes than the one before, or for more. */
class UnaskedAttributesTest extends ListenerFixture {

    @Test
    void what_is_not_asked_for_any_more_is_forgotten_and_nobody_is_read_again_for_it() {
        fingerprint("query[homephone,title]");
        ObjectGuid ada = domain().user("ada", domain().root());
        domain().set(ada, "homePhone", "+41 31 555 0001");
        domain().set(ada, "title", "Director");
        startAndFollow();
        assertThat(shadow(ada).orElseThrow().image().attributes()).containsKeys("homePhone", "title");
        stop();

        fingerprint("query[title]");
        startAndFollow();

        assertThat(enumerations("configuration")).isZero();
        assertThat(domain().count("users")).isEqualTo(1);
        assertThat(shadow(ada).orElseThrow().image().attributes())
                .containsEntry("title", List.of("Director"))
                .doesNotContainKey("homePhone");
        domain().set(ada, "title", "President");
        domain().ring();
        eventually(() -> kinds(ada).contains("updated"));
        assertThat(domain().count("users")).isEqualTo(1);
    }

    @Test
    void what_is_asked_for_again_is_read_of_everybody() {
        fingerprint("query[homephone,title]");
        domain().user("ada", domain().root());
        startAndFollow();
        stop();
        fingerprint("query[title]");
        startAndFollow();
        stop();

        fingerprint("query[homephone,title]");
        startAndFollow();

        assertThat(enumerations("configuration")).isEqualTo(1);
        assertThat(domain().count("users")).isEqualTo(2);
    }

    @Test
    void what_is_not_asked_for_any_more_does_not_begin_an_enumeration_anew_that_was_cut_short() {
        fingerprint("query[homephone,title]");
        for (int i = 0; i < 7; i++) {
            domain().user("user" + i, domain().root());
        }
        AtomicInteger pages = new AtomicInteger();
        domain().before(call -> {
            if (call.equals("users") && pages.incrementAndGet() >= 3) {
                throw new DirectoryException(Reason.BUSY, "the server is busy");
            }
        });
        start();
        eventually(() -> status().cause().equals("the server is busy"));
        stop();
        domain().before(call -> {});

        fingerprint("query[title]");
        startAndFollow();

        assertThat(enumerations("configuration")).isZero();
        assertThat(domain().count("stamps")).isPositive();
        assertThat(Fingerprint.of(checkpoint().orElseThrow().fingerprint()).attributes())
                .containsExactly("title");
    }
}
