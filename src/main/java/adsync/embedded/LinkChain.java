package adsync.embedded;

import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Predicate;

/** Links followed over any number of steps (matching rule 1.2.840.113556.1.4.1941), walked once a search. */
final class LinkChain {

    private LinkChain() {}

    /** True for the objects from which links of that attribute lead to {@code target}. */
    static Predicate<DirectoryObject> leadingTo(DirectoryObject target, AttributeType type) {
        boolean forward = type.link();
        AttributeType link = forward ? type : Schema.attribute(type.partner());
        Set<DirectoryObject> reached = new HashSet<>();
        ArrayDeque<DirectoryObject> open = new ArrayDeque<>();
        open.add(target);
        while (!open.isEmpty()) {
            DirectoryObject at = open.remove();
            for (Link step : forward ? at.backward() : at.forward()) {
                DirectoryObject next = forward ? step.source() : step.target();
                if (step.type() == link && step.visible() && reached.add(next)) {
                    open.add(next);
                }
            }
        }
        return reached::contains;
    }
}
