package adsync.embedded;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** One attribute of the schema. There is one instance of each, so they are compared by identity. */
final class AttributeType {

    private final String name;
    private final Syntax syntax;
    private final Set<Trait> traits;
    private final String partner;

    /**
     * @param partner of a link the name of its other side; empty for every other syntax
     */
    AttributeType(String name, Syntax syntax, Set<Trait> traits, String partner) {
        this.name = name;
        this.syntax = syntax;
        this.traits = traits.isEmpty() ? EnumSet.noneOf(Trait.class) : EnumSet.copyOf(traits);
        this.partner = partner;
    }

    String name() {
        return name;
    }

    /** How the attribute is looked up: names are case-insensitive. */
    String key() {
        return name.toLowerCase(Locale.ROOT);
    }

    Syntax syntax() {
        return syntax;
    }

    String partner() {
        return partner;
    }

    boolean is(Trait trait) {
        return traits.contains(trait);
    }

    boolean single() {
        return traits.contains(Trait.SINGLE);
    }

    boolean link() {
        return syntax == Syntax.LINK;
    }

    boolean backLink() {
        return syntax == Syntax.BACK_LINK;
    }

    /** Whether a change of it travels to other domain controllers, and so through DirSync. */
    boolean replicated() {
        return !is(Trait.LOCAL) && !is(Trait.CONSTRUCTED) && !backLink();
    }

    @Override
    public String toString() {
        return name;
    }
}
