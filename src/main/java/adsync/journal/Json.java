package adsync.journal;

import adsync.change.Delta;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The journal's texts in JSON, written and read token by token: each object that is loaded passes here three times. */
final class Json {

    /** Attribute names and SCIM paths come again with every object. */
    private static final JsonFactory FACTORY = new JsonFactory();

    private static final int USUAL_LENGTH = 1024;

    private Json() {}

    /** Writes the values of attributes, in the order of the map. */
    static String ofLists(Map<String, List<String>> lists) {
        return write(json -> {
            for (Map.Entry<String, List<String>> list : lists.entrySet()) {
                json.writeFieldName(list.getKey());
                writeValues(list.getValue(), json);
            }
        });
    }

    /** Writes texts by name, sorted by name. */
    static String ofTexts(Map<String, String> texts) {
        return write(json -> {
            for (Map.Entry<String, String> text : new TreeMap<>(texts).entrySet()) {
                json.writeStringField(text.getKey(), text.getValue());
            }
        });
    }

    /** Reads what {@link #ofLists} wrote; names are found in any letter case. */
    static SortedMap<String, List<String>> lists(String text) {
        SortedMap<String, List<String>> lists = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        read(text, (name, json) -> lists.put(name, readValues(json)));
        return lists;
    }

    /** Reads what {@link #ofTexts} wrote. */
    static Map<String, String> texts(String text) {
        Map<String, String> texts = new HashMap<>();
        read(text, (name, json) -> texts.put(name, readText(json)));
        return texts;
    }

    /** Writes values before and after, by attribute name: {@code {"title": [["old"], ["new"]]}}. */
    static String ofDeltas(Map<String, Delta> deltas) {
        return write(json -> {
            for (Map.Entry<String, Delta> delta : deltas.entrySet()) {
                json.writeArrayFieldStart(delta.getKey());
                writeValues(delta.getValue().before(), json);
                writeValues(delta.getValue().after(), json);
                json.writeEndArray();
            }
        });
    }

    /** Reads what {@link #ofDeltas} wrote, or {@link #ofLists}: then there was nothing before. */
    static SortedMap<String, Delta> deltas(String text) {
        SortedMap<String, Delta> deltas = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        read(text, (name, json) -> deltas.put(name, readDelta(json)));
        return deltas;
    }

    private static Delta readDelta(JsonParser json) throws IOException {
        require(json, JsonToken.START_ARRAY);
        if (json.nextToken() != JsonToken.START_ARRAY) {
            return new Delta(List.of(), readRest(json));
        }
        List<String> before = readValues(json);
        json.nextToken();
        List<String> after = readValues(json);
        json.nextToken();
        require(json, JsonToken.END_ARRAY);
        return new Delta(before, after);
    }

    private static void writeValues(List<String> values, JsonGenerator json) throws IOException {
        json.writeStartArray();
        for (String value : values) {
            json.writeString(value);
        }
        json.writeEndArray();
    }

    /** From the start of an array to its end. */
    private static List<String> readValues(JsonParser json) throws IOException {
        require(json, JsonToken.START_ARRAY);
        json.nextToken();
        return readRest(json);
    }

    /** From the first value of an array, or its end if it is empty, to its end. */
    private static List<String> readRest(JsonParser json) throws IOException {
        List<String> values = new ArrayList<>(1);
        for (JsonToken token = json.currentToken(); token != JsonToken.END_ARRAY; token = json.nextToken()) {
            values.add(readText(json));
        }
        return values;
    }

    private static String readText(JsonParser json) throws IOException {
        require(json, JsonToken.VALUE_STRING);
        return json.getText();
    }

    /** A damaged text ends here: whoever only looks for the end of a list might never see one. */
    private static void require(JsonParser json, JsonToken expected) throws IOException {
        if (json.currentToken() != expected) {
            throw new JsonParseException(json, "expected " + expected + ", found " + json.currentToken());
        }
    }

    @FunctionalInterface
    private interface Content {
        void write(JsonGenerator json) throws IOException;
    }

    @FunctionalInterface
    private interface Member {
        void read(String name, JsonParser json) throws IOException;
    }

    private static String write(Content content) {
        var text = new StringWriter(USUAL_LENGTH);
        try (JsonGenerator json = FACTORY.createGenerator(text)) {
            json.writeStartObject();
            content.write(json);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e); // a text takes everything
        }
        return text.toString();
    }

    /** Gives each member, with the parser at its value. */
    private static void read(String text, Member member) {
        try (JsonParser json = FACTORY.createParser(text)) {
            json.nextToken();
            require(json, JsonToken.START_OBJECT);
            for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
                json.nextToken();
                member.read(name, json);
            }
            require(json, JsonToken.END_OBJECT);
        } catch (IOException e) {
            throw new UncheckedIOException("the journal holds a text that is no JSON", e);
        }
    }
}
