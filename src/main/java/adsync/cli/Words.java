package adsync.cli;

import adsync.change.ChangeKind;
import adsync.config.NearestName;
import adsync.journal.AuditKind;
import adsync.journal.ChangeSettled.Outcome;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** The words that an option may have, as they are printed elsewhere too: for the help, for shells, and to be read. */
abstract class Words<T> implements ITypeConverter<T>, Iterable<String> {

    private final Map<String, T> values = new LinkedHashMap<>();

    private Words(T[] all, Function<T, String> word) {
        for (T one : all) {
            values.put(word.apply(one), one);
        }
    }

    @Override
    public Iterator<String> iterator() {
        return values.keySet().iterator();
    }

    @Override
    public T convert(String text) {
        T value = values.get(text.toLowerCase(Locale.ROOT));
        if (value == null) {
            Optional<String> meant = NearestName.of(text, values.keySet());
            throw new TypeConversionException("'" + text + "' is none of " + String.join(", ", values.keySet())
                    + meant.map(word -> "; did you mean " + word + "?").orElse(""));
        }
        return value;
    }

    /** What a line of the audit log is about. */
    static final class Kinds extends Words<String> {
        Kinds() {
            super(
                    Stream.concat(
                                    Stream.of(ChangeKind.values()).map(ChangeKind::word),
                                    Stream.of(AuditKind.values()).map(AuditKind::word))
                            .toArray(String[]::new),
                    word -> word);
        }
    }

    /** What became of it; what is postponed is told once something became of it. */
    static final class Outcomes extends Words<String> {
        Outcomes() {
            super(
                    Stream.of(Outcome.values())
                            .filter(outcome -> outcome != Outcome.POSTPONED)
                            .map(Outcome::word)
                            .toArray(String[]::new),
                    word -> word);
        }
    }

    /** Shells that there is completion for. */
    static final class Shells extends Words<CompletionCommand.Shell> {
        Shells() {
            super(CompletionCommand.Shell.values(), CompletionCommand.Shell::word);
        }
    }
}
