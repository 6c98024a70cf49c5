package adsync.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.StreamDataWriter;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Serialize;
import org.snakeyaml.engine.v2.comments.CommentLine;
import org.snakeyaml.engine.v2.comments.CommentType;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.emitter.Emitter;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** YAML as a tree that keeps comments, so that a file can be changed in one place and stay as it is in all others. */
final class YamlText {

    private static final int WIDTH = 200;

    private YamlText() {}

    /** A section without keys. */
    static MappingNode nothing() {
        return new MappingNode(Tag.MAP, new ArrayList<>(), FlowStyle.BLOCK);
    }

    /** The top section of a text that is known to be one; without keys if the text is empty. */
    static MappingNode read(String text) {
        try {
            return read(text, true);
        } catch (RuntimeException e) { // the library meets odd comments with any of them
            return read(text, false);
        }
    }

    private static MappingNode read(String text, boolean comments) {
        LoadSettings settings = LoadSettings.builder()
                .setParseComments(comments)
                .setAllowDuplicateKeys(true)
                .build();
        return new Compose(settings)
                .composeString(text)
                .filter(MappingNode.class::isInstance)
                .map(MappingNode.class::cast)
                .filter(top -> !top.getValue().isEmpty())
                .orElseGet(YamlText::nothing);
    }

    /** The text; comments that would change its meaning are left out. */
    static String write(MappingNode top) {
        String bare = write(top, false);
        try {
            String text = write(top, true);
            return meaning(text).equals(meaning(bare)) ? text : bare;
        } catch (RuntimeException e) { // a comment that was written where none can stand
            return bare;
        }
    }

    private static String write(MappingNode top, boolean comments) {
        if (top.getValue().isEmpty()) {
            return "";
        }
        DumpSettings settings = DumpSettings.builder()
                .setDumpComments(comments)
                .setDefaultFlowStyle(FlowStyle.BLOCK)
                .setIndent(2)
                .setIndicatorIndent(2)
                .setIndentWithIndicator(true)
                .setWidth(WIDTH)
                .setSplitLines(false)
                .build();
        Text text = new Text();
        Emitter emitter = new Emitter(settings, text);
        for (Event event : new Serialize(settings).serializeOne(top)) {
            emitter.emit(event);
        }
        return text.written.toString();
    }

    private static final class Text implements StreamDataWriter {
        private final StringBuilder written = new StringBuilder();

        @Override
        public void write(String text) {
            written.append(text);
        }

        @Override
        public void write(String text, int offset, int length) {
            written.append(text, offset, offset + length);
        }
    }

    private static String meaning(String text) {
        return text.isEmpty() ? "" : line(YamlFile.item(read(text, false)));
    }

    /** The value of a key. */
    static Optional<Node> find(MappingNode top, String path) {
        MappingNode section = top;
        String[] names = path.split("\\.", -1);
        for (int i = 0; i < names.length; i++) {
            int at = index(section, names[i]);
            if (at < 0) {
                return Optional.empty();
            }
            Node value = section.getValue().get(at).getValueNode();
            if (i == names.length - 1) {
                return Optional.of(value);
            }
            if (!(value instanceof MappingNode inner)) {
                return Optional.empty();
            }
            section = inner;
        }
        return Optional.empty();
    }

    private static int index(MappingNode section, String name) {
        List<NodeTuple> entries = section.getValue();
        for (int i = 0; i < entries.size(); i++) {
            if (name(entries.get(i)).equals(name)) {
                return i;
            }
        }
        return -1;
    }

    private static String name(NodeTuple entry) {
        return entry.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "";
    }

    /** Sets a key, where it stands or where the reference has it; its comments stay. */
    static void put(MappingNode top, String path, Node value) {
        put(top, "", path, value);
    }

    private static void put(MappingNode section, String prefix, String path, Node value) {
        int dot = path.indexOf('.');
        String name = dot < 0 ? path : path.substring(0, dot);
        String full = prefix + name;
        int at = index(section, name);
        Node old = at < 0 ? null : section.getValue().get(at).getValueNode();
        if (dot >= 0) {
            MappingNode inner = old instanceof MappingNode there ? there : nothing();
            put(inner, full + ".", path.substring(dot + 1), value);
            if (!(old instanceof MappingNode)) {
                place(section, full, at, name, inner);
            }
        } else {
            if (old != null) {
                value.setInLineComments(comments(old));
            }
            place(section, full, at, name, value);
        }
    }

    private static @Nullable List<CommentLine> comments(Node node) {
        return node instanceof ScalarNode ? node.getInLineComments() : null;
    }

    private static void place(MappingNode section, String full, int at, String name, Node value) {
        if (at >= 0) {
            Node key = section.getValue().get(at).getKeyNode();
            section.getValue().set(at, new NodeTuple(key, value));
            return;
        }
        ScalarNode key = new ScalarNode(Tag.STR, name, ScalarStyle.PLAIN);
        KeyComments.annotate(key, full);
        section.getValue()
                .add(
                        KeyOrder.place(
                                section.getValue().stream().map(YamlText::name).toList(), full),
                        new NodeTuple(key, value));
    }

    /** Takes a key out, each time that it is there, and a section that has none left. */
    static void remove(MappingNode top, String path) {
        int dot = path.indexOf('.');
        String name = dot < 0 ? path : path.substring(0, dot);
        top.getValue()
                .removeIf(entry -> name(entry).equals(name)
                        && (dot < 0 || emptied(entry.getValueNode(), path.substring(dot + 1))));
    }

    private static boolean emptied(Node value, String path) {
        if (!(value instanceof MappingNode inner)) {
            return false;
        }
        remove(inner, path);
        return inner.getValue().isEmpty();
    }

    /** A value as a person writes it: sections and lists of names on lines of their own. */
    static Node node(Object value) {
        return switch (value) {
            case Map<?, ?> map -> {
                MappingNode section = nothing();
                map.forEach((key, one) -> section.getValue()
                        .add(new NodeTuple(
                                new ScalarNode(Tag.STR, String.valueOf(key), ScalarStyle.PLAIN), node(one))));
                yield section;
            }
            case List<?> list ->
                new SequenceNode(
                        Tag.SEQ,
                        list.stream()
                                .map(one -> node(String.valueOf(one)))
                                .collect(Collectors.toCollection(ArrayList::new)),
                        FlowStyle.BLOCK);
            case Boolean truth -> new ScalarNode(Tag.BOOL, truth.toString(), ScalarStyle.PLAIN);
            case Integer number -> new ScalarNode(Tag.INT, number.toString(), ScalarStyle.PLAIN);
            default -> new ScalarNode(Tag.STR, String.valueOf(value), ScalarStyle.PLAIN);
        };
    }

    /** A value on one line, for people. */
    static String line(Item item) {
        return switch (item) {
            case Item.Scalar scalar -> scalar.text();
            case Item.Sequence list ->
                list.items().stream().map(YamlText::quoted).collect(Collectors.joining(", ", "[", "]"));
            case Item.Section section ->
                section.entries().stream()
                        .map(entry -> entry.key() + ": " + quoted(entry.value()))
                        .collect(Collectors.joining(", ", "{", "}"));
        };
    }

    private static String quoted(Item item) {
        return item instanceof Item.Scalar scalar && scalar.text().matches(".*[,:{}\\[\\]#\"].*")
                ? '"' + scalar.text().replace("\\", "\\\\").replace("\"", "\\\"") + '"'
                : line(item);
    }

    /** A comment of its own line, or an empty line. */
    static CommentLine comment(String text) {
        return new CommentLine(
                Optional.empty(), Optional.empty(), text, text.isEmpty() ? CommentType.BLANK_LINE : CommentType.BLOCK);
    }
}
