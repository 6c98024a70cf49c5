package adsync.audit;

import java.nio.file.Path;

/** Whether the audit log is as it was written. */
public sealed interface AuditVerdict {

    /** There is no audit log. */
    record Absent() implements AuditVerdict {}

    /**
     * Every line follows from the one before it.
     *
     * @param files how many files it has
     * @param lines how many lines are in them
     * @param firstLine number of the first one; those before it went with old files
     * @param lastLine number of the last one
     */
    record Sound(int files, long lines, long firstLine, long lastLine) implements AuditVerdict {}

    /**
     * A line was removed, moved or altered.
     *
     * @param file where
     * @param line the first bad line in that file, counted from 1; one more than it has if lines are missing at its end
     * @param cause what is wrong with it
     */
    record Broken(Path file, long line, String cause) implements AuditVerdict {}
}
