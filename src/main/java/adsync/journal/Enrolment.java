package adsync.journal;

import java.time.Instant;

/** What a domain controller enrols with. */
public final class Enrolment {

    private final byte[] tokenDigest;
    private final byte[] keyDigest;
    private final String guid;
    private final byte[] certificateDigest;
    private final Instant ends;

    /**
     * An enrolment.
     *
     * @param tokenDigest SHA-256 of the token it showed
     * @param keyDigest SHA-256 of its public key: the token is good for no other afterwards
     * @param guid objectGUID of the computer object; no other domain controller has it afterwards
     * @param certificateDigest SHA-256 of its certificate
     * @param ends when the certificate ends
     */
    public Enrolment(byte[] tokenDigest, byte[] keyDigest, String guid, byte[] certificateDigest, Instant ends) {
        this.tokenDigest = tokenDigest.clone();
        this.keyDigest = keyDigest.clone();
        this.guid = guid;
        this.certificateDigest = certificateDigest.clone();
        this.ends = ends;
    }

    byte[] tokenDigest() {
        return tokenDigest.clone();
    }

    byte[] keyDigest() {
        return keyDigest.clone();
    }

    String guid() {
        return guid;
    }

    byte[] certificateDigest() {
        return certificateDigest.clone();
    }

    Instant ends() {
        return ends;
    }
}
