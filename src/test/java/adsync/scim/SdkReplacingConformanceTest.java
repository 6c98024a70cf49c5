package adsync.scim;

import static org.assertj.core.api.Assertions.assertThat;

import adsync.embedded.EmbeddedProviderOptions;
import adsync.scim.ConformanceFinding.Verdict;
import adsync.testing.ScimServer;
import adsync.testing.SdkScimServer;
import java.util.List;
import org.junit.jupiter.api.Test;

class SdkReplacingConformanceTest extends ConformanceSuite {

    @Override
    ScimServer open() {
        return SdkScimServer.start(
                EmbeddedProviderOptions.defaults().withBulk(20, 4 << 20).withoutPatch());
    }

    @Override
    String changes() {
        return "PUT";
    }

    @Override
    List<String> alsoWorks() {
        return List.of("bulk: POST and DELETE, one of which fails", "groups: POST");
    }

    @Test
    void that_there_is_no_patch_is_told_and_patch_is_not_tried() {
        Conformance found = probe(true);

        assertThat(of(found, Verdict.DIFFERS)).contains("discovery: PATCH is offered", "groups: members");
        assertThat(proxy.count("PATCH", "/")).isZero();
    }

    @Test
    void what_needs_patch_fails() {
        Conformance found = probe(false, "groups.ship");

        assertThat(found.conforms()).isFalse();
        assertThat(found.findings())
                .anyMatch(finding ->
                        finding.verdict() == Verdict.FAILS && finding.detail().contains("no groups.ship"));
    }
}
