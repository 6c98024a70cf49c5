package adsync.journal;

/**
 * How the shipping of a row ended, for now.
 *
 * @param outcome the end
 * @param status what the provider answered: its HTTP status; 0 if it was not asked
 * @param detail the cause of anything but success, without any secret; empty otherwise
 * @param request what was sent last, without any value: method, resource and the names of what it changes; empty if nothing
 */
public record Answer(ChangeSettled.Outcome outcome, int status, String detail, String request) {

    /** Without a request. */
    public Answer(ChangeSettled.Outcome outcome, int status, String detail) {
        this(outcome, status, detail, "");
    }
}
