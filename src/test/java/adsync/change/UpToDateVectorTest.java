package adsync.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class UpToDateVectorTest {

    private static final UUID ONE = new UUID(0, 1);
    private static final UUID TWO = new UUID(0, 2);

    private static UpToDateVector vector(long one, long two) {
        return new UpToDateVector(Map.of(ONE, one, TWO, two));
    }

    @Test
    void what_another_one_lacks_is_what_it_does_not_know_or_not_as_far() {
        assertThat(vector(5, 7).beyond(vector(5, 6))).isEqualTo(new UpToDateVector(Map.of(TWO, 7L)));
        assertThat(vector(5, 7).beyond(vector(9, 7)).isEmpty()).isTrue();
        assertThat(vector(5, 7).beyond(UpToDateVector.NONE)).isEqualTo(vector(5, 7));
        assertThat(vector(0, 0).beyond(UpToDateVector.NONE).isEmpty()).isTrue();
        assertThat(vector(5, 7).ahead(vector(3, 9))).isEqualTo(2);
    }

    @Test
    void together_they_know_the_higher_ones() {
        assertThat(vector(5, 7).and(vector(6, 1))).isEqualTo(vector(6, 7));
        assertThat(vector(5, 7).of(TWO).and(UpToDateVector.NONE)).isEqualTo(new UpToDateVector(Map.of(TWO, 7L)));
    }

    @Test
    void its_text_says_all() {
        assertThat(UpToDateVector.parse(vector(5, 7).toString())).isEqualTo(vector(5, 7));
        assertThat(UpToDateVector.parse(UpToDateVector.NONE.toString())).isEqualTo(UpToDateVector.NONE);
        assertThatThrownBy(() -> UpToDateVector.parse("nonsense")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> UpToDateVector.parse("x=1")).isInstanceOf(IllegalArgumentException.class);
    }
}
