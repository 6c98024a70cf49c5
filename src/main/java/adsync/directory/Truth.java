package adsync.directory;

/** What a filter can say of an object (RFC 4511 4.5.1.7): AND is the least of its parts, OR the greatest. */
enum Truth {
    FALSE,
    UNDEFINED,
    TRUE;

    static Truth of(boolean claim) {
        return claim ? TRUE : FALSE;
    }

    /** What is undefined stays so. */
    Truth not() {
        return switch (this) {
            case FALSE -> TRUE;
            case UNDEFINED -> UNDEFINED;
            case TRUE -> FALSE;
        };
    }

    Truth and(Truth other) {
        return compareTo(other) <= 0 ? this : other;
    }

    Truth or(Truth other) {
        return compareTo(other) >= 0 ? this : other;
    }
}
