package adsync.simulation;

/** Ends the threads of a process that died; no error of anybody's. */
final class ProcessDied extends Error {

    private static final long serialVersionUID = 1L;

    ProcessDied() {
        super("the process died", null, false, false);
    }
}
