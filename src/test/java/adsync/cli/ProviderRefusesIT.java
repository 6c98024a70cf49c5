package adsync.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import adsync.embedded.EmbeddedProviderOptions;
import adsync.testing.Adsync;
import adsync.testing.Fault;
import adsync.testing.FaultProxy;
import adsync.testing.SdkScimServer;
import adsync.testing.ServerCertificate;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a person has to mend at the provider, or in what the file says about it. */
class ProviderRefusesIT extends CommandLineSuite {

    private static final String URL_IS_WRONG = "to mend it: check provider.url";

    @Test
    void an_address_where_nothing_is() {
        sample.with("provider.url", provider.url().replace("/scim", "/mics"));

        bothRefuse(ExitCode.REFUSED, "404", "there is no SCIM endpoint here", URL_IS_WRONG);
    }

    @Test
    void an_address_of_a_web_page() {
        answering(Fault.html());

        bothRefuse(ExitCode.REFUSED, "answered with a page, not SCIM", URL_IS_WRONG);
    }

    @Test
    void an_address_of_something_else() {
        answering(new Fault.Answer(200, Map.of("Content-Type", "application/json"), "{\"hello\": \"world\"}"));

        bothRefuse(ExitCode.REFUSED, "no totalResults", URL_IS_WRONG);
    }

    @Test
    void an_address_that_redirects() {
        answering(new Fault.Answer(302, Map.of("Location", "https://login.example.net/?token=abc"), ""));

        bothRefuse(ExitCode.REFUSED, "redirected to https://login.example.net/", URL_IS_WRONG);
    }

    @Test
    void a_login_that_is_refused() {
        sample.with("provider.password", "wrong");

        bothRefuse(ExitCode.REFUSED, "401", "to mend it: check user and password");
    }

    @Test
    void a_certificate_that_has_expired() throws IOException {
        Instant now = Instant.now();
        ServerCertificate expired =
                ServerCertificate.forLoopback(now.minus(Duration.ofDays(365)), now.minus(Duration.ofDays(1)));
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        closing(() -> server.stop(0));
        server.setHttpsConfigurator(new HttpsConfigurator(expired.context()));
        server.start();
        sample.with("provider.url", "https://127.0.0.1:" + server.getAddress().getPort() + "/scim")
                .with(
                        "provider.trust",
                        Files.writeString(folder.resolve("provider.pem"), expired.pem())
                                .toString());

        bothRefuse(ExitCode.REFUSED, "the certificate has expired", "to mend it: ");
    }

    @Test
    void a_provider_without_bulk_works() {
        SdkScimServer simple = closing(SdkScimServer.start(EmbeddedProviderOptions.defaults()
                .withCredentials("scim", PROVIDER_PASSWORD, "Marker-Token.7")
                .withBulk(0, 1 << 20)));
        sample.with("provider.url", simple.url());

        Adsync run = start("run");
        Adsync.Ended check = start("check").end(SOON);

        assertThat(check.exitCode()).as(check.toString()).isZero();
        assertThat(check.out()).anyMatch(line -> line.startsWith("ok") && line.contains("no bulk"));
        await().atMost(SOON).until(() -> simple.probe().all("/Users").size() >= PEOPLE);
        assertThat(run.terminate().end(SOON).exitCode()).isZero();
    }

    @Test
    void one_without_patch_works() {
        SdkScimServer simple = withoutPatch();

        Adsync run = start("run");
        Adsync.Ended check = start("check").end(SOON);

        assertThat(check.exitCode()).as(check.toString()).isZero();
        assertThat(check.out()).anyMatch(line -> line.startsWith("ok") && line.contains("no PATCH"));
        await().atMost(SOON).until(() -> simple.probe().all("/Users").size() >= PEOPLE);
        assertThat(run.terminate().end(SOON).exitCode()).isZero();
    }

    @Test
    void groups_where_there_is_no_patch() {
        SdkScimServer simple = withoutPatch();
        sample.with("groups.ship", "true");

        bothRefuse(ExitCode.REFUSED, "no PATCH, without which there is no groups.ship", "leave that out");
        assertThat(simple.probe().all("/Users")).isEmpty();
    }

    private SdkScimServer withoutPatch() {
        SdkScimServer simple = closing(SdkScimServer.start(EmbeddedProviderOptions.defaults()
                .withCredentials("scim", PROVIDER_PASSWORD, "Marker-Token.7")
                .withoutPatch()));
        sample.with("provider.url", simple.url());
        return simple;
    }

    private void answering(Fault fault) {
        FaultProxy proxy = closing(FaultProxy.before(provider.url()));
        proxy.always(any -> true, fault);
        sample.with("provider.url", proxy.url());
    }
}
