package adsync.directory;

import static org.assertj.core.api.Assertions.assertThat;

import adsync.change.Image;
import adsync.change.ObjectGuid;
import adsync.fuzz.Surface;
import adsync.scope.Place;
import adsync.scope.Scope;
import adsync.services.Service;
import adsync.services.Services;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/** Filters that an administrator wrote, of the scope and of the services, asked of users. */
public final class FilterSurface implements Surface {

    private static final ObjectGuid GUID = new ObjectGuid(new UUID(1, 2));

    private static final List<Image> USERS = List.of(
            user(Map.of()),
            user(Map.of(
                    "title", List.of("Engineer", "Größe \\ *( )"),
                    "employeeType", List.of("staff"),
                    "userAccountControl", List.of("512"),
                    "accountExpires", List.of("9223372036854775807"),
                    "objectSid", List.of("S-1-5-21-1-2-3-1105"),
                    "mail", List.of("a".repeat(3000)))));

    private static Image user(Map<String, List<String>> attributes) {
        return new Image(GUID, GUID, "CN=Ada", "CN=Ada,DC=example,DC=com", 1, new TreeMap<>(attributes));
    }

    @Override
    public void take(byte[] octets) {
        String text = new String(octets, StandardCharsets.UTF_8);
        ImageFilter filter;
        try {
            filter = ImageFilter.parse(text);
        } catch (IllegalArgumentException e) {
            assertThat(e.getMessage()).isNotBlank();
            return;
        }
        ImageFilter printed = ImageFilter.parse(filter.toString());
        assertThat(printed).isEqualTo(filter);
        ImageFilter normal = ImageFilter.parse(normal(text));
        assertThat(filter.attributes()).containsExactlyElementsOf(normal.attributes());
        Scope scope = new Scope(List.of(new Place(GUID, "DC=example,DC=com")), List.of(), Optional.of(filter));
        Services services = new Services(List.of(new Service("mail", List.of(), Optional.of(filter))));
        assertThat(services.fingerprint()).matches("[0-9a-f]{16}");
        for (Image user : USERS) {
            boolean matches = filter.matches(user);
            assertThat(normal.matches(user)).isEqualTo(matches);
            assertThat(scope.includes(user)).isEqualTo(matches);
            assertThat(scope.whyNot(user).isEmpty()).isEqualTo(matches);
            assertThat(services.resolve(Map.of()).of(user, Set.of())).hasSize(matches ? 1 : 0);
        }
    }

    private static String normal(String text) {
        try {
            return Filter.create(text.strip()).toString();
        } catch (LDAPException e) {
            throw new AssertionError("was one a moment ago", e);
        }
    }
}
