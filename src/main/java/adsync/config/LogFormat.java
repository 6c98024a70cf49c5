package adsync.config;

/** How log lines look. */
public enum LogFormat {

    /** One JSON object a line, for a log store. */
    JSON,

    /** For a person at a terminal. */
    CONSOLE
}
