package adsync.observe;

import java.util.Optional;

/**
 * One line of {@code adsync check}.
 *
 * @param name what was tried, for example {@code directory: bind}
 * @param passed whether it works
 * @param detail what was found, or the cause of the failure
 * @param remedy how to mend a failure, or what it warns of; empty if all is well
 */
public record CheckStep(String name, boolean passed, String detail, Optional<String> remedy) {

    /** What a remedy says before a command that only shows more; nothing is said behind it. */
    public static final String SHOWN_BY = "; show it with: ";

    /** A step that works. */
    public static CheckStep passed(String name, String detail) {
        return new CheckStep(name, true, detail, Optional.empty());
    }

    /** A step that works, although it is hardly what anybody wants. */
    public static CheckStep warning(String name, String detail, String remedy) {
        return new CheckStep(name, true, detail, Optional.of(remedy));
    }

    /** Whether it works, but is to be looked at. */
    public boolean warns() {
        return passed && remedy.isPresent();
    }

    /** What was found, with what to do about it. */
    public String advice() {
        return detail + remedy.map(mend -> "; to mend it: " + mend).orElse("");
    }

    /** A step that does not work. */
    public static CheckStep failed(String name, String cause, String remedy) {
        return new CheckStep(name, false, cause, Optional.of(remedy));
    }
}
