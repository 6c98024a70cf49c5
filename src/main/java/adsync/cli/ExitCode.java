package adsync.cli;

/** How a command ends. Documented in README.md. */
final class ExitCode {

    /** All is well, or what was asked for is done. */
    static final int OK = 0;

    /** A check failed, the running service is not well, or there is no such thing. */
    static final int NOT_WELL = 1;

    /** The command line, the configuration or the state folder is not usable: nothing was started. */
    static final int UNUSABLE = 2;

    /** Directory or provider refuse us, in a way that only a person can mend: nothing was started. */
    static final int REFUSED = 3;

    /** An error of ours. */
    static final int INTERNAL = 70;

    private ExitCode() {}
}
