package adsync.journal;

import io.vertx.core.Future;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The store as those who ask for something reach it, until it is closed.
 *
 * @param writer makes everything durable
 * @param lookups answers what is answered by an index
 * @param surveys answers what takes longer, beside the look-ups
 */
record Access(Writer writer, Reader lookups, Reader surveys, Gate gate) {

    /** Writes without a result. */
    @FunctionalInterface
    interface Step {
        void take(Session session) throws SQLException;
    }

    <T> Future<T> lookUp(Reader.Reading<T> reading) {
        return gate.unlessClosed(() -> lookups.read(reading));
    }

    <T> Future<T> survey(Reader.Reading<T> reading) {
        return gate.unlessClosed(() -> surveys.read(reading));
    }

    <T> Future<T> write(Writer.Work<T> work) {
        return gate.unlessClosed(() -> writer.write(work));
    }

    Future<Void> perform(Step step) {
        return gate.unlessClosed(() -> writer.<@Nullable Object>write(session -> {
                    step.take(session);
                    return null;
                })
                .mapEmpty());
    }

    /** See {@link Writer#emptyLog}. */
    Future<Boolean> emptyLog() {
        return gate.unlessClosed(writer::emptyLog);
    }

    /** Because mostly there is nothing to take and so nothing to write. */
    <T> Future<List<T>> askingFirst(Reader.Reading<Boolean> any, Writer.Work<List<T>> take) {
        return lookUp(any).compose(some -> some ? write(take) : Future.succeededFuture(List.of()));
    }
}
