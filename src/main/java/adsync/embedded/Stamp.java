package adsync.embedded;

import java.util.UUID;

/**
 * When and where a value was last written (MS-ADTS 3.1.1.1.9).
 *
 * @param localUsn the update sequence number under which this domain controller learnt it
 * @param originInvocationId the domain controller's database that wrote it first
 * @param originUsn the number it had there
 * @param version how often it was written; the higher one wins when two domain controllers wrote it
 * @param time when, in milliseconds since 1970; decides between equal versions
 */
record Stamp(long localUsn, UUID originInvocationId, long originUsn, int version, long time) {

    /** The same write, as another domain controller files it. */
    Stamp learntAt(long usn) {
        return new Stamp(usn, originInvocationId, originUsn, version, time);
    }

    /** Whether this write wins over {@code other} (MS-ADTS 3.1.1.1.9: version, then time, then origin). */
    boolean beats(Stamp other) {
        if (version != other.version) {
            return version > other.version;
        }
        return time != other.time ? time > other.time : originInvocationId.compareTo(other.originInvocationId) > 0;
    }
}
