package adsync.mapping;

import java.util.List;

/**
 * One row of the mapping.
 *
 * @param target where the value goes
 * @param form how it is made of the attributes
 * @param attributes the directory attributes it is made of, in order of preference
 * @param on whether it is used
 */
record Rule(Target target, Form form, List<String> attributes, boolean on) {
    Rule {
        attributes = List.copyOf(attributes);
    }

    static Rule of(String target, Form form, String... attributes) {
        return new Rule(Target.parse(target), form, List.of(attributes), true);
    }

    Rule withSwitch(boolean position) {
        return new Rule(target, form, attributes, position);
    }

    Rule off() {
        return withSwitch(false);
    }

    /** The same target, filled from one attribute of an administrator's choice. */
    Rule from(String attribute) {
        return new Rule(target, form.ofOneAttribute(), List.of(attribute), true);
    }
}
