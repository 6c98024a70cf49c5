package adsync.config;

import adsync.mapping.Choice;
import adsync.mapping.MappingOptions;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads what an administrator wants different from the standard mapping: a SCIM path and how it is filled, a line each. */
final class MappingFile {

    private static final String EXTENSION = "extension";
    private static final String EXPECTED = "expected the name of a directory attribute, a transform, on or off, ";

    private final Path file;
    private final Problems problems;

    private MappingFile(Path file, Problems problems) {
        this.file = file;
        this.problems = problems;
    }

    /** Reads the file; what is wrong is told, and then the result is not to be used. */
    static MappingOptions read(Path file, Problems problems) {
        return YamlFile.text(file, problems)
                .map(text -> of(text, file, problems))
                .orElseGet(MappingOptions::standard);
    }

    /** Reads the text of the file, in the same way. */
    static MappingOptions of(String text, Path file, Problems problems) {
        return YamlFile.of(text, file, problems)
                .map(new MappingFile(file, problems)::options)
                .orElseGet(MappingOptions::standard);
    }

    private MappingOptions options(Item.Section section) {
        String extension = extension(section);
        SortedMap<String, Choice> choices = new TreeMap<>();
        Map<String, Integer> lines = new HashMap<>();
        for (Item.Entry entry : section.entries()) {
            if (problems.enough()) {
                break;
            }
            Integer earlier = lines.putIfAbsent(MappingOptions.canonical(extension, entry.key()), entry.line());
            if (earlier != null) {
                refuse(entry, "expected every path once, found it again; it is already on line " + earlier);
            } else if (!entry.key().equals(EXTENSION)) {
                choice(entry)
                        .filter(choice -> accepted(extension, entry, choice))
                        .ifPresent(choice -> choices.put(entry.key(), choice));
            }
        }
        return new MappingOptions(extension, choices);
    }

    private String extension(Item.Section section) {
        for (Item.Entry entry : section.entries()) {
            if (entry.key().equals(EXTENSION)) {
                String urn = entry.value() instanceof Item.Scalar scalar ? scalar.text() : "";
                Optional<String> complaint = MappingOptions.extensionComplaint(urn);
                if (complaint.isEmpty()) {
                    return urn;
                }
                refuse(
                        entry,
                        complaint.get() + ", found " + entry.value().kind() + "; the standard is "
                                + MappingOptions.EXTENSION);
            }
        }
        return MappingOptions.EXTENSION;
    }

    private Optional<Choice> choice(Item.Entry entry) {
        if (entry.value() instanceof Item.Section section) {
            return TransformReader.read(section, entry.key(), this::refuse).map(Choice.class::cast);
        }
        if (!(entry.value() instanceof Item.Scalar scalar)) {
            refuse(entry, EXPECTED + "found " + entry.value().kind());
            return Optional.empty();
        }
        return switch (scalar.type()) {
            case NOTHING -> Optional.of(Choice.Switch.OFF);
            case TEXT ->
                Optional.of(
                        switch (scalar.text()) {
                            case "off" -> Choice.Switch.OFF;
                            case "on" -> Choice.Switch.ON;
                            default -> new Choice.Attribute(scalar.text());
                        });
            case NUMBER, BOOLEAN -> {
                refuse(entry, EXPECTED + "found " + scalar.kind());
                yield Optional.empty();
            }
        };
    }

    private boolean accepted(String extension, Item.Entry entry, Choice choice) {
        Optional<String> complaint = MappingOptions.complaint(extension, entry.key(), choice);
        complaint.ifPresent(text -> refuse(
                entry,
                text
                        + NearestName.of(entry.key(), MappingOptions.paths())
                                .filter(nearest -> !nearest.equals(entry.key()))
                                .map(nearest -> "; did you mean " + nearest + "?")
                                .orElse("")));
        return complaint.isEmpty();
    }

    private void refuse(Item.Entry entry, String text) {
        refuse(entry.line(), entry.key(), text);
    }

    private void refuse(int line, String key, String text) {
        problems.add(file, line, key, text);
    }
}
