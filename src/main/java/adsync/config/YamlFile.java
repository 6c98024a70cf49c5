package adsync.config;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * Reads the YAML (1.2) that a person writes into a configuration file: one document of sections, lists and values.
 * Anchors, aliases and nesting beyond need are refused before anything is built of them.
 */
final class YamlFile {

    private static final int LARGEST_FILE = 256 * 1024;
    private static final int DEEPEST_NESTING = 10;
    private static final int LONGEST_KEY = 200;
    private static final LoadSettings SETTINGS = LoadSettings.builder()
            .setUseMarks(true)
            .setAllowDuplicateKeys(true) // told with both lines by whoever reads the section
            .setCodePointLimit(LARGEST_FILE)
            .build();

    private final Path file;
    private final Problems problems;

    private YamlFile(Path file, Problems problems) {
        this.file = file;
        this.problems = problems;
    }

    /** The top section; empty if there is none to speak of, which has then been told. */
    static Optional<Item.Section> read(Path file, Problems problems) {
        return new YamlFile(file, problems).read();
    }

    /** The top section of a text that is to become the file; empty as with {@link #read}. */
    static Optional<Item.Section> of(String text, Path file, Problems problems) {
        return new YamlFile(file, problems).parse(text);
    }

    /** A value of ours, such as a default, as if it stood in a file. */
    static Item value(String yaml) {
        return item(new Compose(SETTINGS).composeString(yaml).orElseThrow());
    }

    private Optional<Item.Section> read() {
        return text().flatMap(this::parse);
    }

    /** What stands in the file; empty if it cannot be read, which has then been told. */
    static Optional<String> text(Path file, Problems problems) {
        return new YamlFile(file, problems).text();
    }

    private Optional<String> text() {
        try {
            if (Files.size(file) > LARGEST_FILE) {
                return refuse(0, "expected a configuration file, found more than 256 KiB");
            }
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(Files.readAllBytes(file)))
                    .toString());
        } catch (NoSuchFileException e) {
            return refuse(0, "expected a file, found none under this name; check the path");
        } catch (AccessDeniedException e) {
            return refuse(
                    0,
                    "expected a file that can be read, found one that the account "
                            + System.getProperty("user.name")
                            + " cannot read; let it read the file and enter its folder");
        } catch (CharacterCodingException e) {
            return refuse(0, "expected text in UTF-8, found other octets; save the file as UTF-8");
        } catch (IOException e) {
            return refuse(
                    0,
                    "expected a file that can be read, found "
                            + (Files.isDirectory(file) ? "a folder" : "one that cannot; check its permissions"));
        }
    }

    private Optional<Item.Section> parse(String text) {
        try {
            if (!plain(text)) {
                return Optional.empty();
            }
            Optional<Node> root = new Compose(SETTINGS).composeString(text);
            if (root.isEmpty()) {
                return Optional.of(new Item.Section(1, List.of()));
            }
            return item(root.get()) instanceof Item.Section section
                    ? Optional.of(section)
                    : refuse(
                            line(root.get().getStartMark()),
                            "expected keys and values, found "
                                    + item(root.get()).kind());
        } catch (MarkedYamlEngineException e) {
            // Only the parser's own words: its message would show the text around, and that may be a secret.
            return refuse(
                    line(e.getProblemMark().or(e::getContextMark)),
                    "expected YAML, found something else: " + e.getProblem()
                            + "; values that contain braces, colons or hashes need quotes");
        } catch (ReaderException e) {
            int before = Math.min(e.getPosition(), text.length());
            return refuse(
                    1
                            + (int) text.substring(0, before)
                                    .chars()
                                    .filter(sign -> sign == '\n')
                                    .count(),
                    "expected printable text, found a control character");
        } catch (YamlEngineException e) {
            return refuse(1, "expected YAML, found something that cannot be read as such");
        }
    }

    /** Looks at the events alone, so that no nesting is followed and no alias is expanded. */
    private boolean plain(String text) {
        int depth = 0;
        int documents = 0;
        for (Event event : new Parse(SETTINGS).parseString(text)) {
            int line = line(event.getStartMark());
            if (event instanceof AliasEvent
                    || (event instanceof NodeEvent node && node.getAnchor().isPresent())) {
                refuse(
                        line,
                        "expected plain values, found an anchor or alias (& or *); write the value out, in quotes if it begins so");
                return false;
            }
            documents += event instanceof DocumentStartEvent ? 1 : 0;
            depth += event instanceof CollectionStartEvent ? 1 : 0;
            depth -= event instanceof CollectionEndEvent ? 1 : 0;
            if (documents > 1) {
                refuse(line, "expected one document, found a second one; remove the line ---");
                return false;
            }
            if (depth > DEEPEST_NESTING) {
                refuse(line, "expected at most " + DEEPEST_NESTING + " levels of nesting, found more");
                return false;
            }
        }
        return true;
    }

    static Item item(Node node) {
        int line = line(node.getStartMark());
        if (node instanceof MappingNode section) {
            List<Item.Entry> entries = new ArrayList<>();
            for (NodeTuple tuple : section.getValue()) {
                String key = tuple.getKeyNode() instanceof ScalarNode scalar ? printable(scalar.getValue()) : "";
                entries.add(new Item.Entry(line(tuple.getKeyNode().getStartMark()), key, item(tuple.getValueNode())));
            }
            return new Item.Section(line, entries);
        }
        if (node instanceof SequenceNode sequence) {
            return new Item.Sequence(
                    line, sequence.getValue().stream().map(YamlFile::item).toList());
        }
        ScalarNode scalar = (ScalarNode) node;
        return new Item.Scalar(line, scalar.getValue(), type(scalar.getTag()));
    }

    /** Keys are repeated in messages: a strange one must not break a line or fill a screen. */
    private static String printable(String key) {
        String line = key.replaceAll("\\p{Cntrl}", "?");
        return line.length() > LONGEST_KEY ? line.substring(0, LONGEST_KEY) + "…" : line;
    }

    private static Item.Scalar.Type type(Tag tag) {
        if (tag.equals(Tag.INT) || tag.equals(Tag.FLOAT)) {
            return Item.Scalar.Type.NUMBER;
        }
        if (tag.equals(Tag.BOOL)) {
            return Item.Scalar.Type.BOOLEAN;
        }
        return tag.equals(Tag.NULL) ? Item.Scalar.Type.NOTHING : Item.Scalar.Type.TEXT;
    }

    private static int line(Optional<Mark> mark) {
        return mark.map(place -> place.getLine() + 1).orElse(1);
    }

    private <T> Optional<T> refuse(int line, String text) {
        problems.add(file, line, "", text);
        return Optional.empty();
    }
}
