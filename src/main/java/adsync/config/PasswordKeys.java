package adsync.config;

import static adsync.config.Key.defaulted;
import static adsync.config.Key.optional;

import adsync.sealing.RootKey;
import adsync.shipper.PasswordOptions;
import java.net.URI;
import java.util.List;

/** What can be set about passwords. */
final class PasswordKeys {

    static final Key<Kinds.PasswordForm> AS = defaulted(
            "provider.passwords.as",
            Kinds.choice(Kinds.PasswordForm.class),
            "attribute",
            "endpoint",
            "How the provider takes sealed passwords: as an `attribute` of the user that can be written and not read, which"
                    + " needs PATCH there, or at an `endpoint` of its own. Only with `passwords.listen`.");

    static final Key<String> PATH = optional(
            "provider.passwords.path",
            Kinds.TEXT,
            "/Users/{id}/password",
            "The path of the attribute (`urn:ietf:params:scim:schemas:extension:adsync:2.0:User:encryptedPassword` if it is"
                    + " left out), or of the endpoint below `provider.url`, with `{id}` for the account.");

    static final Key<HostAndPort> LISTEN = optional(
            "passwords.listen",
            Kinds.LISTEN,
            "0.0.0.0:8443",
            "Where domain controllers send sealed passwords, by HTTPS. Without it no passwords are shipped.");

    static final Key<HostAndPort> NAME = optional(
            "passwords.name",
            Kinds.LISTEN,
            "adsync.contoso.com:8443",
            "The name or address and the port by which the domain controllers reach `passwords.listen`.");

    static final Key<URI> KEY_SET = optional(
            "passwords.keySet",
            Kinds.FILE_OR_ADDRESS,
            "conf/provider-keys.jws",
            "The keys that passwords are sealed to, signed by the provider's root: a file, which is read again every minute, or an"
                    + " https:// address, which is asked again every 10 minutes. An older set is not taken.");

    static final Key<RootKey> ROOT_KEY = optional(
            "passwords.rootKey",
            Kinds.ROOT_KEY,
            "u0F996rTrcSBfbXMaVZENGGASVSncb16R0H8q5yBwCA6uaYawOWXJI4JArLpIpkLvfsTvaRvgZ2hBs60QtYrgQ",
            "The provider's offline root, whose signature a key set must have: the point on P-256 in base64url, as the provider"
                    + " gave it to you. It is public, but must be the right one.");

    static final Key<PasswordOptions.MustChange> MUST_CHANGE = defaulted(
            "passwords.mustChange",
            Kinds.choice(PasswordOptions.MustChange.class),
            "hold",
            "send",
            "What becomes of a password that its user must change at the next logon: `hold` waits for the one that the user"
                    + " chooses, `send` ships it and marks it as temporary.");

    /** The section {@code passwords}, in the order of the documentation. */
    static final List<Key<?>> SECTION = List.of(LISTEN, NAME, KEY_SET, ROOT_KEY, MUST_CHANGE);

    private PasswordKeys() {}
}
