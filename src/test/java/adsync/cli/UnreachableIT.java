package adsync.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import adsync.testing.Adsync;
import adsync.testing.Fault;
import adsync.testing.FaultProxy;
import adsync.testing.TcpProxy;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What passes by itself: a run waits for it and says so once, a check fails. */
class UnreachableIT extends CommandLineSuite {

    @Test
    void a_directory_that_is_down_at_the_start_is_tried_until_it_is_there() {
        TcpProxy proxy = closing(TcpProxy.before("127.0.0.1", directory.port()));
        proxy.refuse();
        sample.with("directory.servers", "[\"ldap://127.0.0.1:" + proxy.port() + "\"]")
                .with("directory.startTls", "true");

        failed(start("check").end(SOON), "directory: TCP", "127.0.0.1:" + proxy.port(), "refused");
        Adsync run = start("run");
        run.awaitOut(line -> line.contains("\"started\""));
        run.awaitOut(line -> line.contains("refused"));
        proxy.heal();

        assertThat(warnedUntilArrived(run))
                .singleElement()
                .asString()
                .contains("tried again by itself")
                .contains("refused");
    }

    @Test
    void a_provider_that_is_down_at_the_start_is_tried_until_it_is_there() {
        FaultProxy proxy = closing(FaultProxy.before(provider.url()));
        proxy.refuse();
        sample.with("provider.url", proxy.url());

        failed(start("check").end(SOON), "provider: connection", "refused");
        Adsync run = start("run");
        run.awaitOut(line -> line.contains("\"started\""));
        run.awaitOut(line -> line.contains("refused"));
        run.awaitOut(line -> line.contains("bell registered"));
        proxy.heal();

        assertThat(warnedUntilArrived(run))
                .singleElement()
                .asString()
                .contains("shipping is held")
                .contains("refused");
    }

    @Test
    void a_provider_that_does_not_answer_is_tried_until_it_does() {
        FaultProxy proxy = closing(FaultProxy.before(provider.url()));
        proxy.always(any -> true, Fault.blackHole());
        sample.with("provider.url", proxy.url()).with("provider.timeout", "5s");

        failed(start("check").end(SOON), "provider: discovery", "no answer within 5000 ms");
        Adsync run = start("run");
        run.awaitOut(line -> line.contains("shipping is held"));
        proxy.heal();

        assertThat(warnedUntilArrived(run)).singleElement().asString().contains("no answer within 5000 ms");
    }

    /** What it had warned of when all were there, and before it was stopped. */
    private List<String> warnedUntilArrived(Adsync run) {
        await().atMost(Duration.ofMinutes(2))
                .until(() -> provider.probe().all("/Users").size() >= PEOPLE);
        List<String> warned = warnings(run);
        assertThat(run.terminate().end(SOON).exitCode()).isZero();
        assertThat(run.err()).isEmpty();
        return warned;
    }

    private static List<String> warnings(Adsync run) {
        return run.out().stream()
                .filter(line -> line.contains("\"WARN\"") || line.contains("\"ERROR\""))
                .toList();
    }
}
