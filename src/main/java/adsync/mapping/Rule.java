package adsync.mapping;

import java.util.List;

/**
 * One row of the mapping.
 *
 * @param target where the value goes
 * @param form how it is made of the attributes
 * @param source the directory attributes it is made of
 * @param on whether it is used
 */
record Rule(Target target, Form form, Transform source, boolean on) {

    static Rule of(String target, Form form, String... attributes) {
        return new Rule(Target.parse(target), form, new Transform.First(List.of(attributes)), true);
    }

    /** The directory attributes it is made of; in order of preference, unless all are taken. */
    List<String> attributes() {
        return source.attributes();
    }

    Rule withSwitch(boolean position) {
        return new Rule(target, form, source, position);
    }

    Rule off() {
        return withSwitch(false);
    }

    /** The same target, made in a way of an administrator's choice. */
    Rule from(Transform chosen) {
        return new Rule(target, form.ofOneAttribute(), chosen, true);
    }
}
