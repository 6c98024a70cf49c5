package adsync.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.Test;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.interactions.Actions;

/** The charts of the overview. */
class ChartIT extends PageFixture {

    @Test
    void a_chart_names_its_lines_and_tells_the_minute_that_is_pointed_at_and_all_as_a_table() {
        signIn();
        awaitText("p95: 95 of 100 took this or less");
        assertThat(browser().all(".legend i.dashed")).hasSize(1);
        assertThat(browser().all(".legend i.solid")).hasSize(1);

        int[] fromTheRight = {0};
        await().atMost(SOON).ignoreExceptions().until(() -> {
            WebElement over = browser().all(".chart .u-over").getLast();
            fromTheRight[0] = fromTheRight[0] % 60 + 3; // until the minute is met in which they were shipped
            new Actions(browser().driver())
                    .moveToElement(over, over.getSize().getWidth() / 2 - fromTheRight[0], 0)
                    .perform();
            return browser().all(".legend").getLast().getText().matches("(?s).*\\d m?s.*\\d m?s.*at \\d\\d:\\d\\d.*");
        });
        browser().photograph("charts-1280-light");

        browser().all(".charted summary").getLast().click();
        await().atMost(SOON)
                .until(() -> !browser().all(".charted table tbody tr").isEmpty());
        assertThat(browser().one(".charted table tbody tr").getText()).matches("\\d\\d:\\d\\d [\\d.]+ m?s [\\d.]+ m?s");
    }

    @Test
    void the_axes_of_a_chart_have_room_for_their_widest_labels() {
        signIn();
        awaitText("Follows");

        Object rooms = browser().await("""
                const done = arguments[arguments.length - 1];
                import('/charts.js').then(({ chart }) => {
                  const place = document.createElement('div');
                  place.style.width = '500px';
                  document.querySelector('main').append(place);
                  const widest = '1 min 40 s';
                  const set = chart(place, 'Delay', [{ label: 'p50', color: '--accent' }], () => widest, new AbortController().signal);
                  set([[1, 2], [20000, 100000]]);
                  const context = document.createElement('canvas').getContext('2d');
                  context.font = '12px system-ui, sans-serif';
                  const width = context.measureText(widest).width;
                  const half = context.measureText('22:58').width / 2; // stands in the middle below its moment
                  const measure = () => {
                    const over = place.querySelector('.u-over');
                    const right = over.parentElement.offsetWidth - over.offsetLeft - over.offsetWidth;
                    done(`${over.offsetLeft - width} ${right - half}`);
                  };
                  requestAnimationFrame(() => requestAnimationFrame(measure));
                });
                """);

        assertThat(String.valueOf(rooms).split(" ", -1))
                .hasSize(2)
                .allSatisfy(room -> assertThat(Double.parseDouble(room)).isGreaterThanOrEqualTo(3));
    }
}
