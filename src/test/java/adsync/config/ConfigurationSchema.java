package adsync.config;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The JSON Schema of the configuration file, made of {@link Keys}, for editors that complete it. */
final class ConfigurationSchema {

    private static final Pattern RANGE = Pattern.compile("a number from (-?\\d+) to (-?\\d+)");
    private static final JsonObject DURATION = text("^\\d{1,9}(ms|s|m|h|d)$");

    private ConfigurationSchema() {}

    static JsonObject of(List<Key<?>> keys) {
        JsonObject top = section()
                .put("$schema", "https://json-schema.org/draft/2020-12/schema")
                .put("title", "Configuration of ADSync");
        for (Key<?> key : keys) {
            List<String> names = Arrays.asList(key.path().split("\\."));
            JsonObject parent = top;
            for (String name : names.subList(0, names.size() - 1)) {
                require(key, name, parent);
                JsonObject sections = parent.getJsonObject("properties");
                if (!sections.containsKey(name)) {
                    sections.put(name, section());
                }
                parent = sections.getJsonObject(name);
            }
            require(key, key.name(), parent);
            parent.getJsonObject("properties").put(key.name(), documented(key));
        }
        return top;
    }

    private static JsonObject section() {
        return new JsonObject()
                .put("type", "object")
                .put("properties", new JsonObject())
                .put("additionalProperties", false);
    }

    private static void require(Key<?> key, String name, JsonObject parent) {
        if (key.need() instanceof Key.Need.Required) {
            JsonArray required = parent.getJsonArray("required", new JsonArray());
            if (!required.contains(name)) {
                parent.put("required", required.add(name));
            }
        }
    }

    private static JsonObject documented(Key<?> key) {
        JsonObject schema = value(key);
        schema.put("description", key.meaning().replace("`", ""));
        key.defaultText().ifPresent(text -> schema.put("default", plain(YamlFile.value(text))));
        return schema.put("examples", new JsonArray().add(plain(YamlFile.value(key.example()))));
    }

    private static JsonObject value(Key<?> key) {
        Class<?> type = key.kind().type();
        if (type == Boolean.class) {
            return new JsonObject().put("type", "boolean");
        }
        if (type == Integer.class) {
            return number(key);
        }
        if (type == Most.class) {
            return new JsonObject()
                    .put("anyOf", new JsonArray().add(number(key)).add(words("off")));
        }
        if (type == Duration.class) {
            return DURATION.copy();
        }
        if (type == Names.class || type == Kinds.Servers.class) {
            return list();
        }
        if (type == Withdrawal.class) {
            return either(
                    words(Withdrawal.KIND.expected()),
                    composed("policy", words(Withdrawal.KIND.expected()))
                            .put("required", new JsonArray().add("policy")),
                    "after");
        }
        if (type == Recurrence.class) {
            JsonObject every = new JsonObject()
                    .put("anyOf", new JsonArray().add(DURATION.copy()).add(words("off")));
            return either(words("off"), composed("every", every).put("required", new JsonArray().add("every")), "");
        }
        if (type.getSimpleName().equals("Services")) {
            JsonObject service = composed("groups", list()).put("minProperties", 1);
            service.getJsonObject("properties").put("filter", text(""));
            return new JsonObject().put("type", "object").put("additionalProperties", service);
        }
        return type.isEnum() ? words(key.kind().expected()) : text("");
    }

    private static JsonObject number(Key<?> key) {
        Matcher range = RANGE.matcher(key.kind().expected());
        if (!range.find()) {
            throw new IllegalStateException(
                    key.path() + " has no range: " + key.kind().expected());
        }
        return new JsonObject()
                .put("type", "integer")
                .put("minimum", Integer.valueOf(range.group(1)))
                .put("maximum", Integer.valueOf(range.group(2)));
    }

    private static JsonObject either(JsonObject word, JsonObject section, String duration) {
        if (!duration.isEmpty()) {
            section.getJsonObject("properties").put(duration, DURATION.copy());
        }
        return new JsonObject().put("anyOf", new JsonArray().add(word).add(section));
    }

    private static JsonObject composed(String name, JsonObject value) {
        JsonObject section = section();
        section.getJsonObject("properties").put(name, value);
        return section;
    }

    private static JsonObject list() {
        return new JsonObject().put("type", "array").put("items", text("")).put("minItems", 1);
    }

    private static JsonObject text(String pattern) {
        JsonObject schema = new JsonObject().put("type", "string");
        return pattern.isEmpty() ? schema.put("minLength", 1) : schema.put("pattern", pattern);
    }

    private static JsonObject words(String either) {
        return new JsonObject().put("enum", new JsonArray(Arrays.asList(either.split(" or "))));
    }

    /** A YAML value as JSON has it. */
    static Object plain(Item item) {
        return switch (item) {
            case Item.Scalar scalar ->
                switch (scalar.type()) {
                    case BOOLEAN -> Boolean.valueOf(scalar.text());
                    case NUMBER -> Integer.valueOf(scalar.text());
                    case TEXT, NOTHING -> scalar.text();
                };
            case Item.Sequence sequence -> {
                var array = new JsonArray();
                sequence.items().forEach(value -> array.add(plain(value)));
                yield array;
            }
            case Item.Section section -> {
                var object = new JsonObject();
                section.entries().forEach(entry -> object.put(entry.key(), plain(entry.value())));
                yield object;
            }
        };
    }
}
