package adsync.secret;

/** What a reference to a secret led to. */
public sealed interface Credential {

    /**
     * The secret.
     *
     * @param secret what was found
     * @param warning what is unsafe about the place it came from; empty if nothing is
     */
    record Found(Secret secret, String warning) implements Credential {}

    /**
     * There is none. Neither text contains any part of a secret.
     *
     * @param cause what was found instead, for example {@code the environment variable X, which is not set}
     * @param remedy what to do
     */
    record Missing(String cause, String remedy) implements Credential {}
}
