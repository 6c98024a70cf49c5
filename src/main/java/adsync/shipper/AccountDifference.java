package adsync.shipper;

import adsync.scim.FoundUser;
import adsync.scim.ScimDigest;
import adsync.shipper.RehearsedAccount.Kind;
import adsync.shipper.RehearsedAccount.Values;
import io.vertx.core.json.JsonArray;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What differs between an account and what it would be, and what that is called. */
record AccountDifference(Set<Kind> kinds, SortedMap<String, Values> values) {

    private static final String ACTIVE = "active";

    static AccountDifference between(Optional<FoundUser> before, Optional<FoundUser> after) {
        Map<String, Object> old =
                before.<Map<String, Object>>map(FoundUser::values).orElse(Map.of());
        Map<String, Object> now =
                after.<Map<String, Object>>map(FoundUser::values).orElse(Map.of());
        SortedMap<String, Values> values = new TreeMap<>();
        Set<String> paths = new TreeSet<>(old.keySet());
        paths.addAll(now.keySet());
        for (String path : paths) {
            Object then = old.get(path);
            Object next = now.get(path);
            if (differ(path, then, next)) {
                values.put(path, new Values(then, next));
            }
        }
        return new AccountDifference(kinds(before.isPresent(), after.isPresent(), values), values);
    }

    private static boolean differ(String path, @Nullable Object then, @Nullable Object next) {
        if (then == null || next == null) {
            return then != null || next != null;
        }
        return !ScimDigest.of(path, then).equals(ScimDigest.of(path, next));
    }

    private static Set<Kind> kinds(boolean before, boolean after, Map<String, Values> values) {
        if (!before) {
            return after ? Set.of(Kind.CREATE) : Set.of();
        }
        if (!after) {
            return Set.of(Kind.DELETE);
        }
        Set<Kind> kinds = EnumSet.noneOf(Kind.class);
        values.forEach((path, differing) -> kinds.add(kind(path, differing)));
        return kinds;
    }

    private static Kind kind(String path, Values values) {
        if (path.equals(ACTIVE)) {
            return on(values.after()) ? Kind.ENABLE : Kind.DISABLE;
        }
        if (path.equals(Planner.LOGIN)) {
            return Kind.RENAME;
        }
        return AccountServices.heldBy(path) && loses(path, values) ? Kind.SERVICE_REMOVAL : Kind.UPDATE;
    }

    private static boolean on(@Nullable Object active) {
        return active != null && Boolean.parseBoolean(active.toString());
    }

    private static boolean loses(String path, Values values) {
        Set<String> kept = new TreeSet<>();
        elements(values.after()).forEach(element -> kept.add(ScimDigest.of(path, element)));
        return elements(values.before()).stream().anyMatch(element -> !kept.contains(ScimDigest.of(path, element)));
    }

    private static Collection<?> elements(@Nullable Object value) {
        return switch (value) {
            case null -> List.of();
            case JsonArray array -> array.getList();
            case Collection<?> list -> list;
            default -> List.of(value);
        };
    }
}
