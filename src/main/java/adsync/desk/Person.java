package adsync.desk;

import adsync.change.ObjectGuid;
import adsync.journal.Journal;
import io.vertx.core.Future;
import java.util.List;
import java.util.stream.Collectors;

/** Finds whom an administrator means. */
final class Person {

    /** More than these are no help. */
    static final int MOST = 20;

    private Person() {}

    /** What is said if nobody is meant. */
    static Answer nobody(String who) {
        return Answer.nothing("nobody we know has the login, name, mail address or objectGUID " + who);
    }

    /** The objectGUIDs that a text may mean. */
    static Future<List<ObjectGuid>> find(Journal journal, String who) {
        return journal.find(who, MOST);
    }

    /** What is said if several are meant. */
    static Answer several(String who, List<ObjectGuid> found) {
        return Answer.nothing(who + " may be any of " + found.size() + "; name one by its objectGUID: "
                + found.stream().map(ObjectGuid::toString).collect(Collectors.joining(", ")));
    }
}
