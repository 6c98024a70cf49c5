package adsync.directory;

import static org.assertj.core.api.Assertions.assertThat;

import adsync.change.ObjectGuid;
import adsync.fuzz.Surface;
import adsync.scope.Scope;
import com.unboundid.asn1.ASN1OctetString;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Names of objects as text: distinguished names, extended ones, objectGUIDs; and values of any attribute. */
public final class NameSurface implements Surface {

    private static final ObjectGuid ROOT = new ObjectGuid(new UUID(1, 2));

    private final Scope scope = new Scope(ROOT, "OU=Staff,DC=example,DC=com");

    @Override
    public void take(byte[] octets) {
        String text = new String(octets, StandardCharsets.UTF_8);
        split(text);
        extended(text);
        guid(text).ifPresent(guid -> {
            String bare = text.startsWith("{") ? text.substring(1, text.length() - 1) : text;
            assertThat(guid.toString()).isEqualToIgnoringCase(bare);
            assertThat(ObjectGuid.ofOctets(guid.octets())).isEqualTo(guid);
        });
        scoped(text);
        RootDse.isAtOrBelow(text, "DC=example,DC=com");
        for (String attribute : List.of("objectGUID", "objectSid", "jpegPhoto", "manager")) {
            assertThat(ValueDecoder.text(attribute, new ASN1OctetString(octets)).length())
                    .isLessThanOrEqualTo(64 + 4 * octets.length);
        }
        assertThat(SidText.lastSubAuthority(octets)).isBetween(0L, 0xFFFF_FFFFL);
    }

    private static void split(String text) {
        String rdn = DnText.rdn(text);
        assertThat(text).isIn(rdn, rdn + "," + DnText.parent(text));
        String normal = DnText.normal(text);
        assertThat(DnText.normal(normal)).isEqualTo(normal);
    }

    private static void extended(String text) {
        ExtendedDn name = ExtendedDn.parse(text);
        assertThat(text).endsWith(name.dn());
        assertThat(ExtendedDn.parse(name.dn()).dn()).isEqualTo(name.dn());
        name.objectGuid().ifPresent(guid -> {
            ExtendedDn again = ExtendedDn.parse("<GUID=" + guid + ">;" + name.dn());
            assertThat(again).isEqualTo(name);
        });
        assertThat(ExtendedDn.reference(text).length()).isLessThanOrEqualTo(Math.max(36, text.length()));
    }

    private static Optional<ObjectGuid> guid(String text) {
        try {
            return Optional.of(ObjectGuid.parse(text));
        } catch (IllegalArgumentException notOne) {
            return Optional.empty();
        }
    }

    private void scoped(String text) {
        boolean inside;
        try {
            inside = scope.contains(text);
        } catch (IllegalArgumentException noName) {
            return;
        }
        Scope own = scope.withNames(Map.of(ROOT, text));
        assertThat(own.contains(text)).isTrue();
        if (inside) {
            assertThat(RootDse.isAtOrBelow(text, scope.rootDn())).isTrue();
        }
    }
}
