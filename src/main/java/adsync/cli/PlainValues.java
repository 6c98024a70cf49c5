package adsync.cli;

import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads numbers and switches, and says in plain words what is none. */
final class PlainValues {

    private static final String WHOLE = " is no whole number";

    private PlainValues() {}

    /** In each command that is there by now. */
    static void register(CommandLine commands) {
        ITypeConverter<Integer> integers = text -> number(text, Integer::valueOf, WHOLE);
        ITypeConverter<Long> longs = text -> number(text, Long::valueOf, WHOLE);
        ITypeConverter<Double> doubles = text -> number(text, Double::valueOf, " is no number");
        commands.registerConverter(int.class, integers)
                .registerConverter(Integer.class, integers)
                .registerConverter(long.class, longs)
                .registerConverter(Long.class, longs)
                .registerConverter(double.class, doubles)
                .registerConverter(boolean.class, PlainValues::truth);
    }

    private static <T> T number(String text, Function<String, T> reader, String complaint) {
        try {
            return reader.apply(text);
        } catch (NumberFormatException e) {
            throw new TypeConversionException("'" + text + "'" + complaint);
        }
    }

    private static Boolean truth(String text) {
        if (text.equals("true") || text.equals("false")) {
            return Boolean.valueOf(text);
        }
        throw new TypeConversionException("'" + text + "' is neither true nor false");
    }
}
