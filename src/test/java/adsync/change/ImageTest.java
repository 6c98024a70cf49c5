package adsync.change;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImageTest {

    private static final ObjectGuid GUID = ObjectGuid.parse("6f9619ff-8b86-d011-b42d-00c04fc964ff");

    @ParameterizedTest
    @CsvSource({"512, false", "514, true", "-512, false", "' 512 ', false", "many, true", "'', true", "9e9, true"})
    void an_account_whose_state_cannot_be_read_counts_as_disabled(String flags, boolean disabled) {
        Image image = Image.of(
                new Container(GUID, GUID, "CN=Ada"), "CN=Ada", 1, Map.of("userAccountControl", List.of(flags)));

        assertThat(image.disabled()).isEqualTo(disabled);
    }
}
