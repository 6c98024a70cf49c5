package adsync.directory;

import static org.assertj.core.api.Assertions.assertThat;

import adsync.change.ObjectGuid;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExtendedDnTest {

    private static final String GUID = "b6cb643e-04b0-4bcb-aa1d-150eaf34cc76";

    @Test
    void the_prefix_is_taken_off_and_the_identity_kept() {
        ExtendedDn name = ExtendedDn.parse("<GUID=" + GUID + ">;<SID=S-1-5-21-1>;CN=a\\;b\\>,OU=x");

        assertThat(name.objectGuid()).hasValue(ObjectGuid.parse(GUID));
        assertThat(name.dn()).isEqualTo("CN=a\\;b\\>,OU=x");
    }

    @Test
    void a_plain_name_stays_as_it_is() {
        ExtendedDn name = ExtendedDn.parse("CN=<GUID=x>,OU=y");

        assertThat(name.objectGuid()).isEmpty();
        assertThat(name.dn()).isEqualTo("CN=<GUID=x>,OU=y");
    }

    @Test
    void an_object_that_is_not_visible_has_an_identity_and_no_name() {
        assertThat(ExtendedDn.parse("<GUID=" + GUID + ">").dn()).isEmpty();
    }

    @Test
    void a_reference_is_the_identity_of_its_target() {
        assertThat(ExtendedDn.reference("<GUID=" + GUID + ">;CN=Ada,OU=x")).isEqualTo(GUID);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "plain", "<GUID=", "<GUID=nonsense>;x", "<b>bold</b>", "<GUID=" + GUID})
    void a_text_that_is_no_extended_name_is_no_reference(String text) {
        assertThat(ExtendedDn.reference(text)).isEqualTo(text);
    }
}
