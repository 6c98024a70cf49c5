package adsync.directory;

import java.util.Locale;
import java.util.Set;

/** Attributes of users that neither a mapping nor a filter may use. */
public final class ForbiddenAttributes {

    private static final Set<String> CREDENTIALS = Set.of(
            "unicodepwd",
            "userpassword",
            "unixuserpassword",
            "mssfu30password",
            "dbcspwd",
            "supplementalcredentials",
            "ntpwdhistory",
            "lmpwdhistory",
            "msds-managedpassword",
            "ms-mcs-admpwd",
            "mslaps-password",
            "mslaps-encryptedpassword",
            "mslaps-encryptedpasswordhistory");

    /** Constructed, back links, or not replicated: DirSync never reports them (MS-DRSR 5.115, FilterAttribute). */
    private static final Set<String> UNTOLD = Set.of(
            "memberof",
            "directreports",
            "managedobjects",
            "canonicalname",
            "distinguishedname",
            "tokengroups",
            "tokengroupsglobalanduniversal",
            "tokengroupsnogcacceptable",
            "primarygrouptoken",
            "msds-user-account-control-computed",
            "msds-userpasswordexpirytimecomputed",
            "msds-resultantpso",
            "msds-principalname",
            "lastlogon",
            "lastlogoff",
            "logoncount",
            "badpwdcount",
            "badpasswordtime",
            "whenchanged",
            "modifytimestamp",
            "createtimestamp",
            "usnchanged",
            "usncreated",
            "dscorepropagationdata",
            "allowedattributes",
            "allowedattributeseffective");

    private ForbiddenAttributes() {}

    /** Whether an attribute of this name, in any letter case, holds what lets somebody in. */
    public static boolean isCredential(String attribute) {
        return CREDENTIALS.contains(attribute.toLowerCase(Locale.ROOT));
    }

    /** Whether the directory computes an attribute of this name, in any letter case, and so does not tell its changes. */
    public static boolean isUntold(String attribute) {
        return UNTOLD.contains(attribute.toLowerCase(Locale.ROOT));
    }
}
