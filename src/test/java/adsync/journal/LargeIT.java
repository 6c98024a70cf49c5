package adsync.journal;

import static adsync.journal.Pages.ROOT;
import static adsync.journal.Pages.checkpoint;
import static adsync.journal.Pages.containers;
import static adsync.journal.Pages.page;
import static org.assertj.core.api.Assertions.assertThat;

import adsync.change.Container;
import adsync.change.Image;
import adsync.change.ObjectGuid;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A directory of 100,000 people is walked in pages. */
class LargeIT extends JournalFixture {

    private static final int PEOPLE = 100_000;
    private static final int PAGE = 1000;

    private final Random random = new Random(7);

    @Test
    void all_objects_are_found_once_and_in_order() {
        commit(containers());
        List<ObjectGuid> guids = new ArrayList<>();
        while (guids.size() < PEOPLE) {
            Pages page = page();
            for (int index = 0; index < PAGE; index++) {
                var guid = new ObjectGuid(new UUID(random.nextLong(), random.nextLong()));
                guids.add(guid);
                page.created("c", Image.of(new Container(guid, Pages.SALES, "CN=" + guid), "", 1, Map.of()));
            }
            commit(page);
        }
        guids.sort(Comparator.comparing(ObjectGuid::toString));
        commit(page().at(checkpoint(2, Pages.DATABASE)).seen(guids.getFirst()));

        List<ObjectGuid> below =
                walk(after -> journal().below(ROOT, after, PAGE).await());
        List<ObjectGuid> unseen = walk(
                after -> journal().unseen(Pages.CONTEXT.guid(), 2, after, PAGE).await());

        assertThat(below.equals(guids)).isTrue(); // a difference would be too long to print
        assertThat(unseen.equals(guids.subList(1, PEOPLE))).isTrue();
    }

    private static List<ObjectGuid> walk(Function<@Nullable ObjectGuid, List<ObjectGuid>> next) {
        List<ObjectGuid> all = new ArrayList<>();
        List<ObjectGuid> page = next.apply(null);
        while (!page.isEmpty()) {
            assertThat(page).hasSizeLessThanOrEqualTo(PAGE);
            all.addAll(page);
            page = next.apply(page.getLast());
        }
        return all;
    }
}
