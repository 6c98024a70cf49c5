package adsync.shipper;

/** Several accounts of the provider carry the same key: never "take the first". */
final class AmbiguousAccountException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    AmbiguousAccountException(int count) {
        super("the provider has " + count + " accounts with this key: delete all but one there");
    }
}
