package adsync.sealing;

import java.util.regex.Pattern;

/** The text form of the security identifiers of accounts in a domain (MS-DTYP 2.4.2.1). */
final class Sid {

    private static final Pattern ACCOUNT = Pattern.compile("S-1-5-21-(\\d{1,10})-(\\d{1,10})-(\\d{1,10})-(\\d{1,10})");

    /** Below it are accounts that belong to the system. */
    private static final long FIRST_ACCOUNT = 1000;

    private Sid() {}

    static boolean isAccount(String text) {
        var numbers = ACCOUNT.matcher(text);
        return numbers.matches() && Long.parseLong(numbers.group(4)) >= FIRST_ACCOUNT;
    }
}
