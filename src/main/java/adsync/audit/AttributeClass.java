package adsync.audit;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Set;

/** What the audit log, and whoever else tells them to people, shows of an attribute's values. {@code docs/audit.md} has the table. */
public enum AttributeClass {
    /** Of the organization; shown. */
    PUBLIC(
            "shown",
            Set.of(
                    "adsync:services",
                    "company",
                    "department",
                    "displayname",
                    "distinguishedname",
                    "division",
                    "mail",
                    "manager",
                    "objectguid",
                    "objectsid",
                    "physicaldeliveryofficename",
                    "proxyaddresses",
                    "samaccountname",
                    "telephonenumber",
                    "title",
                    "useraccountcontrol",
                    "userprincipalname")),
    /** Of a person; shown, because it is what was shipped. Whatever is in no other class. */
    PERSONAL("shown; of more than 1,024 characters length and SHA-256", Set.of()),
    /** Octets: photos, certificates. */
    OCTETS(
            "length and SHA-256",
            Set.of(
                    "audio",
                    "cacertificate",
                    "jpegphoto",
                    "logonhours",
                    "photo",
                    "thumbnaillogo",
                    "thumbnailphoto",
                    "usercertificate",
                    "userpkcs12",
                    "usersmimecertificate")),
    /** What opens something; also every attribute whose name has {@code password} or {@code pwd} and tells no time or count. */
    SECRET(
            "never",
            Set.of(
                    "currentvalue",
                    "dbcspwd",
                    "lmpwdhistory",
                    "ms-mcs-admpwd",
                    "msds-executescriptpassword",
                    "msds-groupmsamembership",
                    "msds-managedpassword",
                    "msfve-keypackage",
                    "msfve-recoverypassword",
                    "msfve-recoveryguid",
                    "mslaps-encryptedpassword",
                    "mslaps-password",
                    "mstpm-ownerinformation",
                    "ntpwdhistory",
                    "priorvalue",
                    "sambalmpassword",
                    "sambantpassword",
                    "supplementalcredentials",
                    "unicodepwd",
                    "unixuserpassword",
                    "userpassword"));

    private static final int LONGEST_SHOWN = 1024;
    private static final Set<String> TIMES_AND_COUNTS = Set.of(
            "badpasswordtime", "badpwdcount", "msds-userpasswordexpirytimecomputed", "pwdlastset", "shadowlastchange");

    private final String shown;
    private final Set<String> names;

    AttributeClass(String shown, Set<String> names) {
        this.shown = shown;
        this.names = names;
    }

    /** What is shown, for the documentation. */
    String shown() {
        return shown;
    }

    /** Attributes that belong here by their name, in lower case. */
    Set<String> names() {
        return names;
    }

    /** The class of an attribute, in any letter case. */
    public static AttributeClass of(String attribute) {
        String name = attribute.toLowerCase(Locale.ROOT);
        for (AttributeClass one : values()) {
            if (one.names.contains(name)) {
                return one;
            }
        }
        boolean opens = (name.contains("pwd") || name.contains("password")) && !TIMES_AND_COUNTS.contains(name);
        return opens ? SECRET : PERSONAL;
    }

    /** A value as the audit log may have it. */
    public String show(String value) {
        return switch (this) {
            case PUBLIC, PERSONAL -> value.length() > LONGEST_SHOWN ? digest(text(value)) : value;
            case OCTETS -> digest(octets(value));
            case SECRET -> "(not shown)";
        };
    }

    private static String digest(byte[] octets) {
        return octets.length + " octets, SHA-256 " + sha256(octets);
    }

    /** Images hold octets in Base64. */
    private static byte[] octets(String value) {
        try {
            return Base64.getDecoder().decode(value);
        } catch (IllegalArgumentException e) {
            return text(value);
        }
    }

    private static byte[] text(String value) {
        return value.getBytes(StandardCharsets.UTF_8);
    }

    /** The hash that chains the lines, in hexadecimal digits. */
    static String sha256(byte[] octets) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(octets));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
