package adsync.directory;

import adsync.change.Image;
import java.math.BigInteger;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntPredicate;
import java.util.regex.Pattern;

/** One part of a filter, ready to be asked of many images. */
@FunctionalInterface
interface ImageTest {

    Pattern NUMBER = Pattern.compile("-?[0-9]{1,100}");

    Truth on(Image image);

    static ImageTest all(List<ImageTest> parts) {
        return image -> {
            Truth truth = Truth.TRUE;
            for (ImageTest part : parts) {
                truth = truth.and(part.on(image));
            }
            return truth;
        };
    }

    static ImageTest any(List<ImageTest> parts) {
        return image -> {
            Truth truth = Truth.FALSE;
            for (ImageTest part : parts) {
                truth = truth.or(part.on(image));
            }
            return truth;
        };
    }

    static ImageTest not(ImageTest part) {
        return image -> part.on(image).not();
    }

    static ImageTest present(String attribute) {
        return image -> Truth.of(!image.values(attribute).isEmpty());
    }

    static ImageTest equal(String attribute, String wanted) {
        String text = CaseIgnoredText.whole(wanted);
        return ofValues(
                attribute, value -> Truth.of(CaseIgnoredText.whole(value).equals(text)));
    }

    static ImageTest like(String attribute, Substrings wanted) {
        return ofValues(attribute, value -> Truth.of(wanted.in(CaseIgnoredText.whole(value))));
    }

    /** Numbers are compared as numbers; a text cannot be compared with a number. */
    static ImageTest compared(String attribute, String bound, IntPredicate wanted) {
        if (NUMBER.matcher(bound).matches()) {
            BigInteger number = new BigInteger(bound);
            return ofValues(
                    attribute,
                    value -> NUMBER.matcher(value).matches()
                            ? Truth.of(wanted.test(new BigInteger(value).compareTo(number)))
                            : Truth.UNDEFINED);
        }
        String text = CaseIgnoredText.whole(bound);
        return ofValues(
                attribute,
                value -> Truth.of(wanted.test(CaseIgnoredText.whole(value).compareTo(text))));
    }

    /** A value that is no number has no bits. */
    static ImageTest bits(String attribute, BigInteger mask, boolean all) {
        return ofValues(attribute, value -> {
            if (!NUMBER.matcher(value).matches()) {
                return Truth.UNDEFINED;
            }
            BigInteger common = new BigInteger(value).and(mask);
            return Truth.of(all ? common.equals(mask) : common.signum() != 0);
        });
    }

    /** True if it is true of any value, false if there is no value. */
    private static ImageTest ofValues(String attribute, Function<String, Truth> test) {
        return image -> {
            Truth truth = Truth.FALSE;
            for (String value : image.values(attribute)) {
                truth = truth.or(test.apply(value));
            }
            return truth;
        };
    }

    /** The pieces of a value, in their order, as {@link CaseIgnoredText} writes them; an empty one is everywhere. */
    record Substrings(String initial, List<String> inner, String last) {
        public Substrings {
            inner = List.copyOf(inner);
        }

        boolean in(String value) {
            if (!value.startsWith(initial)) {
                return false;
            }
            int from = initial.length();
            for (String part : inner) {
                int found = value.indexOf(part, from);
                if (found < 0) {
                    return false;
                }
                from = found + part.length();
            }
            return value.length() - last.length() >= from && value.endsWith(last);
        }
    }
}
