package adsync.model;

import adsync.scim.ScimDigest;
import adsync.shipper.RehearsedAccount;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What became of accounts: as a preview said it, and as it was seen at the provider. */
final class AccountChanges {

    private AccountChanges() {}

    /** Per account, identified by whose it is, the digests before and after of each path. */
    static Map<String, Map<String, String>> expected(List<RehearsedAccount> previewed) {
        Map<String, Map<String, String>> changes = new TreeMap<>();
        for (RehearsedAccount one : previewed) {
            if (!one.held() && !one.values().isEmpty()) {
                Map<String, String> differences = changes.computeIfAbsent(
                        one.accountId().orElse("new " + one.objectGuid()), id -> new TreeMap<>());
                one.values()
                        .forEach((path, values) -> differences.put(
                                path,
                                digest(path, named(values.before(), Map.of())) + " -> "
                                        + digest(path, named(values.after(), Map.of()))));
            }
        }
        return changes;
    }

    /** The same, from the accounts before and after a run. */
    static Map<String, Map<String, String>> real(Map<String, JsonObject> before, Map<String, JsonObject> after) {
        Map<String, String> newNames = new HashMap<>();
        after.forEach((id, account) -> {
            if (!before.containsKey(id)) {
                newNames.put(id, "new:" + account.getString("externalId"));
            }
        });
        Set<String> ids = new TreeSet<>(before.keySet());
        ids.addAll(after.keySet());
        Map<String, Map<String, String>> changes = new TreeMap<>();
        for (String id : ids) {
            Map<String, Object> old = flat(before.get(id));
            Map<String, Object> now = flat(after.get(id));
            Set<String> paths = new TreeSet<>(old.keySet());
            paths.addAll(now.keySet());
            Map<String, String> differences = new TreeMap<>();
            for (String path : paths) {
                String then = digest(path, named(old.get(path), newNames));
                String next = digest(path, named(now.get(path), newNames));
                if (!then.equals(next)) {
                    differences.put(path, then + " -> " + next);
                }
            }
            if (!differences.isEmpty()) {
                String key = newNames.getOrDefault(id, id).replace("new:", "new ");
                changes.put(key, differences);
            }
        }
        return changes;
    }

    /** What was said but not done, and what was done but not said; in words for the reader of a failure. */
    static List<String> differences(
            Map<String, Map<String, String>> expected, Map<String, Map<String, String>> real, Set<String> gone) {
        List<String> differences = new ArrayList<>();
        Set<String> ids = new TreeSet<>(expected.keySet());
        ids.addAll(real.keySet());
        for (String id : ids) {
            Map<String, String> said = new TreeMap<>(expected.getOrDefault(id, Map.of()));
            Map<String, String> done = new TreeMap<>(real.getOrDefault(id, Map.of()));
            if (!said.equals(done)) {
                Map<String, String> same = new TreeMap<>(said);
                same.entrySet().retainAll(done.entrySet());
                said.entrySet().removeAll(same.entrySet());
                done.entrySet().removeAll(same.entrySet());
                if (gone.contains(id)) { // whether it is updated once more is a matter of moments
                    done.clear();
                    said.keySet().retainAll(Set.of("active", "userName"));
                }
                if (!said.isEmpty() || !done.isEmpty()) {
                    differences.add(id + ": said " + said + ", done " + done);
                }
            }
        }
        return differences;
    }

    /** A new account has another id at the provider than in a preview, wherever it is named. */
    private static @Nullable Object named(@Nullable Object value, Map<String, String> newNames) {
        if (value instanceof JsonObject manager && newNames.containsKey(manager.getString("value", ""))) {
            return new JsonObject().put("value", newNames.get(manager.getString("value")));
        }
        return value;
    }

    private static String digest(String path, @Nullable Object value) {
        return value == null ? "-" : ScimDigest.of(path, value);
    }

    private static Map<String, Object> flat(@Nullable JsonObject account) {
        Map<String, Object> values = new TreeMap<>();
        if (account == null) {
            return values;
        }
        for (String name : account.fieldNames()) {
            if (Set.of("schemas", "id", "meta").contains(name)) {
                continue;
            }
            Object value = account.getValue(name);
            if (value instanceof JsonObject parts && (name.equals("name") || name.startsWith("urn:"))) {
                parts.forEach(
                        part -> values.put(name + (name.equals("name") ? "." : ":") + part.getKey(), part.getValue()));
            } else if (!(value instanceof JsonArray list && list.isEmpty())) {
                values.put(name, value);
            }
        }
        return values;
    }
}
