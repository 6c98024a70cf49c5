package adsync.desk;

import io.vertx.core.json.JsonObject;

/** Reads what a question is about. */
final class Asked {

    private static final int MOST = 10_000;

    private Asked() {}

    /** A text that must be there. */
    static String text(JsonObject asked, String key) {
        if (asked.getValue(key) instanceof String text && !text.isBlank()) {
            return text.strip();
        }
        throw unusable(key, "a text");
    }

    /** A number that must be there. */
    static long number(JsonObject asked, String key) {
        if (asked.getValue(key) instanceof Number number) {
            return number.longValue();
        }
        throw unusable(key, "a number");
    }

    /** How many are left out before the first. */
    static int offset(JsonObject asked) {
        long offset = asked.containsKey("offset") ? number(asked, "offset") : 0;
        if (offset < 0 || offset > Integer.MAX_VALUE) {
            throw unusable("offset", "a number from 0");
        }
        return (int) offset;
    }

    /** How many at most. */
    static int limit(JsonObject asked, int otherwise) {
        long limit = asked.containsKey("limit") ? number(asked, "limit") : otherwise;
        if (limit < 1 || limit > MOST) {
            throw unusable("limit", "a number from 1 to " + MOST);
        }
        return (int) limit;
    }

    /** A choice that is off unless it is there. */
    static boolean flag(JsonObject asked, String key) {
        if (asked.getValue(key, false) instanceof Boolean flag) {
            return flag;
        }
        throw unusable(key, "true or false");
    }

    private static BadQuestionException unusable(String key, String wanted) {
        return new BadQuestionException(key + " must be " + wanted);
    }
}
