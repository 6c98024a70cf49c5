package adsync.journal;

/**
 * How the shipping of a row ended, for now.
 *
 * @param outcome the end
 * @param status what the provider answered: its HTTP status; 0 if it was not asked
 * @param detail the cause of anything but success, without any secret; empty otherwise
 */
public record Answer(ChangeSettled.Outcome outcome, int status, String detail) {}
