package adsync.config;

import adsync.mapping.Transform;
import adsync.mapping.Transform.Operation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads how a row of the mapping is made: {@code {lower: mail}}, {@code {join: [givenName, sn], with: " "}} and their like. */
final class TransformReader {

    private static final String FIRST = "first";
    private static final String JOIN = "join";
    private static final String WITH = "with";
    private static final String CONSTANT = "constant";

    private static final List<String> WORDS = Stream.concat(
                    Stream.of(FIRST, JOIN, CONSTANT),
                    Arrays.stream(Operation.values()).map(Kinds::word))
            .toList();

    private final String path;
    private final Complaints complaints;

    private TransformReader(String path, Complaints complaints) {
        this.path = path;
        this.complaints = complaints;
    }

    /** Takes what is wrong in a line. */
    interface Complaints {
        void refuse(int line, String key, String text);
    }

    /** The transform; empty if it is none, which has then been told. */
    static Optional<Transform> read(Item.Section section, String path, Complaints complaints) {
        return new TransformReader(path, complaints).read(section);
    }

    private Optional<Transform> read(Item.Section section) {
        Item.@Nullable Entry with = null;
        List<Item.Entry> transforms = new ArrayList<>();
        for (Item.Entry entry : section.entries()) {
            if (entry.key().equals(WITH)) {
                with = entry;
            } else {
                transforms.add(entry);
            }
        }
        if (transforms.size() != 1) {
            return refuse(
                    section.line(),
                    "expected one transform of " + String.join(", ", WORDS) + ", found "
                            + (transforms.isEmpty() ? "none" : "several; keep one"));
        }
        Item.Entry entry = transforms.getFirst();
        if (!WORDS.contains(entry.key())) {
            return refuse(
                    entry.line(),
                    "expected one transform of " + String.join(", ", WORDS) + ", found another word"
                            + NearestName.of(entry.key(), WORDS)
                                    .map(nearest -> "; did you mean " + nearest + "?")
                                    .orElse(""));
        }
        if (with != null && !entry.key().equals(JOIN)) {
            return refuse(
                    with.line(), "expected " + WITH + " only beside " + JOIN + ", found it beside " + entry.key());
        }
        return switch (entry.key()) {
            case FIRST -> attributes(entry).map(Transform.First::new);
            case JOIN -> join(entry, with);
            case CONSTANT -> constant(entry);
            default ->
                text(entry, "the name of a directory attribute")
                        .map(attribute -> new Transform.Applied(
                                Operation.valueOf(entry.key().toUpperCase(Locale.ROOT)), attribute));
        };
    }

    private Optional<Transform> join(Item.Entry entry, Item.@Nullable Entry with) {
        Optional<List<String>> attributes = attributes(entry);
        Optional<String> between = with == null ? Optional.of(" ") : between(with);
        return attributes.flatMap(names -> between.map(text -> new Transform.Join(names, text)));
    }

    /** Blanks count here. */
    private Optional<String> between(Item.Entry with) {
        if (with.value() instanceof Item.Scalar scalar && scalar.type() == Item.Scalar.Type.TEXT) {
            return Optional.of(scalar.text());
        }
        return refuse(
                with.line(), "expected a text in quotes, found " + with.value().kind());
    }

    /** A number or a truth value is taken as it is written. */
    private Optional<Transform> constant(Item.Entry entry) {
        return entry.value() instanceof Item.Scalar scalar && scalar.type() != Item.Scalar.Type.NOTHING
                ? Optional.of(new Transform.Constant(scalar.text()))
                : refuse(entry.line(), "expected a text, found " + entry.value().kind());
    }

    private Optional<List<String>> attributes(Item.Entry entry) {
        if (!(entry.value() instanceof Item.Sequence sequence)) {
            return refuse(
                    entry.line(),
                    "expected a list of directory attributes, found "
                            + entry.value().kind() + "; write " + entry.key() + ": [givenName, sn]");
        }
        List<String> names = new ArrayList<>();
        for (Item item : sequence.items()) {
            Optional<String> name = text(new Item.Entry(item.line(), entry.key(), item), "directory attributes");
            if (name.isEmpty()) {
                return Optional.empty();
            }
            names.add(name.get());
        }
        return Optional.of(names);
    }

    private Optional<String> text(Item.Entry entry, String expected) {
        try {
            return Optional.of(Kind.text(entry.value()));
        } catch (Unexpected e) {
            return refuse(entry.line(), "expected " + expected + ", " + e.text());
        }
    }

    private <T> Optional<T> refuse(int line, String text) {
        complaints.refuse(line, path, text);
        return Optional.empty();
    }
}
