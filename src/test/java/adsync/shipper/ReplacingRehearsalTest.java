package adsync.shipper;

import static org.assertj.core.api.Assertions.assertThat;

import adsync.shipper.RehearsedAccount.Values;
import java.io.IOException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a rehearsal tells where there is no PATCH. */
class ReplacingRehearsalTest extends RehearsalTest {

    @BeforeEach
    void replaceOnly() {
        accounts.withoutPatch();
    }

    @Test
    void what_a_replacement_puts_right_besides_is_told() throws IOException {
        hired(person(1, "ada", "title", "Analyst"));
        ship(provider());
        accounts.account("id-1").put("title", "By hand");
        changed(person(1, "ada", "title", "Analyst", "department", "Sales"));

        assertThat(rehearse().count(RehearsedAccount.Kind.UPDATE)).isEqualTo(1);

        assertThat(told())
                .singleElement()
                .satisfies(one -> assertThat(one.values()).containsEntry("title", new Values("By hand", "Analyst")));
    }
}
