package adsync.scim;

import static adsync.scim.SampleUsers.correlation;
import static adsync.scim.SampleUsers.plain;
import static org.assertj.core.api.Assertions.assertThat;

import adsync.scim.ScimOperation.Create;
import adsync.scim.ScimOperation.Delete;
import adsync.scim.ScimOperation.Patch;
import adsync.scim.ScimOutcome.Applied;
import adsync.scim.ScimOutcome.Created;
import adsync.scim.ScimOutcome.Missing;
import adsync.scim.ScimOutcome.Refused;
import java.util.List;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

/** What must hold besides at every provider that has PATCH. */
abstract class PatchingDialectSuite extends ScimDialectSuite {

    @Override
    boolean patches() {
        return true;
    }

    @Test
    void an_attribute_that_the_provider_does_not_have_is_refused() {
        String id = create(plain("alice"));

        assertThat(patch(id, set("noSuchAttribute", "x"))).isInstanceOf(Refused.class);
    }

    @Test
    void a_bulk_request_changes_what_it_can() {
        String alice = create(plain("alice"));
        String bob = create(plain("bob"));
        String carol = create(plain("carol"));

        List<ScimOutcome> outcomes = bulk(
                new Create(correlation(), plain("dora")),
                new Patch(correlation(), alice, List.of(clear("title"), set("nickName", "Al"))),
                new Patch(correlation(), bob, List.of(set("active", "perhaps"))),
                new Patch(correlation(), "no-such-id", List.of(set("title", "Clerk"))),
                new Delete(correlation(), carol));

        assertThat(outcomes)
                .extracting(Object::getClass)
                .asInstanceOf(InstanceOfAssertFactories.LIST)
                .containsExactly(Created.class, Applied.class, Refused.class, Missing.class, Applied.class);
        assertThat(digests(alice)).containsEntry("nickName", ScimDigest.of("nickName", "Al"));
    }
}
