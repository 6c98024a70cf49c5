package adsync.shipper;

import adsync.scim.FoundUser;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The services that an account holds, which nobody told us of. */
final class AccountServices {

    private static final String VALUE = "value"; // RFC 7643 2.4

    private AccountServices() {}

    /** Whether it is one of the paths that tell services. */
    static boolean heldBy(String path) {
        return path.equals("entitlements") || path.endsWith(":services");
    }

    /**
     * Their names, those of other systems among them; empty if it holds none.
     *
     * @param ours whether we say what is at a path
     */
    static Set<String> of(FoundUser account, Predicate<String> ours) {
        Set<String> names = new TreeSet<>();
        account.values().forEach((path, value) -> {
            if (heldBy(path) && ours.test(path)) {
                elements(value)
                        .map(AccountServices::name)
                        .filter(Objects::nonNull)
                        .map(Object::toString)
                        .forEach(names::add);
            }
        });
        return names;
    }

    private static @Nullable Object name(Object element) {
        return switch (element) {
            case JsonObject object -> object.getValue(VALUE);
            case Map<?, ?> object -> object.get(VALUE);
            default -> element;
        };
    }

    private static Stream<?> elements(Object value) {
        Collection<?> all = switch (value) {
            case JsonArray array -> array.getList();
            case Collection<?> list -> list;
            default -> List.of(value);
        };
        return all.stream();
    }
}
