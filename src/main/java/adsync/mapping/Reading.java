package adsync.mapping;

import adsync.change.Image;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One user, as one row of the mapping looks at it.
 *
 * @param managerId the provider's id of the manager; empty if there is none yet
 * @param notes where to put what an administrator should know
 */
record Reading(Image image, Optional<String> managerId, Instant now, Rule rule, List<MappingNote> notes) {

    /** The same, for a row that another row already speaks about. */
    Reading silent() {
        return new Reading(image, managerId, now, rule, new ArrayList<>());
    }

    void note(String attribute, String reason) {
        notes.add(new MappingNote(rule.target().toString(), attribute, reason));
    }

    /** The first usable value that the row's attributes make. */
    @Nullable String first(Function<String, Checked> check) {
        return switch (rule.source()) {
            case Transform.First source -> first(source.attributes(), check);
            case Transform.Applied source ->
                first(source.attribute(), value -> source.operation().on(value, check));
            case Transform.Join source -> joined(source, check);
            case Transform.Constant source -> usable("", check.apply(source.text()));
        };
    }

    private @Nullable String first(List<String> attributes, Function<String, Checked> check) {
        for (String attribute : attributes) {
            String value = first(attribute, check);
            if (value != null) {
                return value;
            }
        }
        return null;
    }

    private @Nullable String joined(Transform.Join join, Function<String, Checked> check) {
        List<String> parts = new ArrayList<>();
        for (String attribute : join.attributes()) {
            String part = first(attribute, Checks::lines);
            if (part != null) {
                parts.add(part);
            }
        }
        return parts.isEmpty()
                ? null
                : usable(String.join(" and ", join.attributes()), check.apply(String.join(join.with(), parts)));
    }

    /** The first usable value of an attribute. */
    @Nullable String first(String attribute, Function<String, Checked> check) {
        for (String value : image.values(attribute)) {
            String usable = usable(attribute, check.apply(value));
            if (usable != null) {
                return usable;
            }
        }
        return null;
    }

    /** The value if it can be used; notes why it cannot otherwise. */
    @Nullable String usable(String attribute, Checked checked) {
        return switch (checked) {
            case Checked.Usable fine -> fine.value();
            case Checked.Absent none -> null;
            case Checked.Unusable bad -> {
                note(attribute, bad.reason());
                yield null;
            }
        };
    }
}
