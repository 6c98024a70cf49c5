package adsync.embedded;

/** Hears of passwords like a notification package on a domain controller: after they were set, and in clear text. */
@FunctionalInterface
public interface PasswordListener {

    /**
     * A password was set. Called on the changing thread, which it must not hold up.
     *
     * @param sid whose, as {@code S-1-5-…}
     * @param account sAMAccountName
     * @param filetime when (FILETIME)
     * @param password in UTF-8; wiped when this returns
     */
    void changed(String sid, String account, long filetime, byte[] password);
}
