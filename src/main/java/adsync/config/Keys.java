package adsync.config;

import static adsync.config.Key.defaulted;
import static adsync.config.Key.optional;
import static adsync.config.Key.required;

import adsync.mapping.Adoption;
import adsync.mapping.Deprovisioning;
import adsync.secret.Secret;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Every key of the configuration file, in the order of the reference. */
final class Keys {

    static final Key<String> ORGANIZATION = required(
            "organization",
            Kinds.ORGANIZATION_KIND,
            "contoso",
            "The tenant at the provider. It takes the place of `{organization}` in `provider.url`.");

    static final Key<Kinds.Servers> SERVERS = optional(
            "directory.servers",
            Kinds.SERVERS,
            "[ldaps://dc1.contoso.com, ldaps://dc2.contoso.com]",
            "Domain controllers in order of preference. Either this or `directory.domain`.");

    static final Key<String> DOMAIN = optional(
            "directory.domain",
            Kinds.DOMAIN,
            "contoso.com",
            "The domain whose controllers are found in DNS (SRV records) and spoken to by LDAPS, or with"
                    + " `directory.startTls` by that. Either this or `directory.servers`.");

    static final Key<String> ROOT = required(
            "directory.root",
            Kinds.DISTINGUISHED_NAME,
            "OU=Staff,DC=contoso,DC=com",
            "Users at and below this object are shipped. It is followed when it is renamed or moved.");

    static final Key<String> USER = required(
            "directory.user",
            Kinds.ACCOUNT,
            "svc-adsync@contoso.com",
            "The account that reads the directory. It needs the right Replicating Directory Changes on the domain."
                    + " With `directory.keytab` it is a user principal name.");

    static final Key<Secret> PASSWORD = optional(
            "directory.password",
            Kinds.SECRET,
            "${env:ADSYNC_DIRECTORY_PASSWORD}",
            "Its password. Either this or `directory.keytab`.");

    static final Key<Path> KEYTAB = optional(
            "directory.keytab", Kinds.KEYTAB, "conf/svc-adsync.keytab", "Its Kerberos keys, instead of a password.");

    static final Key<String> KEY_CENTER = optional(
            "directory.kdc",
            Kinds.KEY_CENTER,
            "dc1.contoso.com",
            "The Kerberos key distribution center; without it, the system's Kerberos configuration tells."
                    + " Only with `directory.keytab`.");

    static final Key<Path> DIRECTORY_TRUST = optional(
            "directory.trust",
            Kinds.CERTIFICATES,
            "conf/contoso-ca.pem",
            "Certificate authorities to trust for the directory, instead of the JVM's.");

    static final Key<Boolean> START_TLS = defaulted(
            "directory.startTls",
            Kinds.SWITCH,
            "false",
            "true",
            "Turns `ldap://` into TLS before anything else is said.");

    static final Key<Boolean> DIRECTORY_CLEAR_TEXT = defaulted(
            "directory.allowClearText",
            Kinds.SWITCH,
            "false",
            "true",
            "Accepts `ldap://` without TLS: everybody on the way can read the password. Warned about.");

    static final Key<Duration> POLL = defaulted(
            "directory.poll",
            Kinds.duration("1s", "1h"),
            "60s",
            "60s",
            "How often the directory is asked although it has not rung. Changes are usually seen at once;"
                    + " this is the delay when its notification fails.");

    static final Key<String> URL = required(
            "provider.url",
            Kinds.PROVIDER_ADDRESS,
            "https://scim.example.net/scim/v2",
            "Base address of the provider's SCIM 2.0 endpoints. `http://` only for this machine, or with"
                    + " `provider.allowClearText`.");

    static final Key<String> PROVIDER_USER = optional(
            "provider.user",
            Kinds.TEXT,
            "contoso-sync",
            "Login for HTTP Basic. Exactly one of user and password, token, oauth.");

    static final Key<Secret> PROVIDER_PASSWORD =
            optional("provider.password", Kinds.SECRET, "${env:ADSYNC_PROVIDER_PASSWORD}", "Password for HTTP Basic.");

    static final Key<Secret> TOKEN =
            optional("provider.token", Kinds.SECRET, "${file:/run/secrets/scim-token}", "A bearer token.");

    static final Key<URI> TOKEN_URL = optional(
            "provider.oauth.tokenUrl",
            Kinds.WEB_ADDRESS,
            "https://login.example.net/oauth2/token",
            "Where OAuth 2.0 client credentials are exchanged for a token. With it, `clientId` and `clientSecret`"
                    + " are required.");

    static final Key<String> CLIENT_ID =
            optional("provider.oauth.clientId", Kinds.TEXT, "contoso-sync", "The OAuth client.");

    static final Key<Secret> CLIENT_SECRET = optional(
            "provider.oauth.clientSecret", Kinds.SECRET, "${env:ADSYNC_CLIENT_SECRET}", "The OAuth client's secret.");

    static final Key<String> SCOPE =
            optional("provider.oauth.scope", Kinds.TEXT, "scim", "The OAuth scope, where the provider wants one.");

    static final Key<Path> PROVIDER_TRUST = optional(
            "provider.trust",
            Kinds.CERTIFICATES,
            "conf/provider-ca.pem",
            "Certificate authorities to trust for the provider, instead of the JVM's.");

    static final Key<Boolean> PROVIDER_CLEAR_TEXT = defaulted(
            "provider.allowClearText",
            Kinds.SWITCH,
            "false",
            "true",
            "Accepts `http://` to another machine: everybody on the way can read all of it. Warned about.");

    static final Key<Adoption> ADOPT = defaulted(
            "provider.adopt",
            Kinds.choice(Adoption.class),
            "never",
            "unmanaged",
            "What happens when the provider already has an account with a user's login: `never` parks the user,"
                    + " `unmanaged` takes the account over if no provisioning client made it, `always` takes it over.");

    static final Key<Integer> BATCH_SIZE = defaulted(
            "provider.batch.size",
            Kinds.number(1, 1000),
            "100",
            "50",
            "How many users are sent together at most. The provider's own limit is kept as well.");

    static final Key<Duration> LINGER = defaulted(
            "provider.batch.linger", Kinds.duration("0ms", "10s"), "20ms", "100ms", "How long a batch waits to fill.");

    static final Key<Integer> CONCURRENCY = defaulted(
            "provider.concurrency",
            Kinds.number(1, 256),
            "16",
            "8",
            "How many requests run at the same time at most. It adapts itself below that.");

    static final Key<Duration> TIMEOUT = defaulted(
            "provider.timeout",
            Kinds.duration("1s", "5m"),
            "30s",
            "10s",
            "How long one request may take; a bulk request may take twice as long.");

    static final Key<Path> MAPPING = optional(
            "mapping", Kinds.FILE, "conf/mapping.yaml", "What is different from the standard mapping; see below.");

    static final Key<Deprovisioning> DEPROVISION = defaulted(
            "deprovision",
            Kinds.choice(Deprovisioning.class),
            "disable",
            "delete",
            "What becomes of an account whose user was deleted or left the root.");

    static final Key<Path> STATE = defaulted(
            "state",
            Kinds.FOLDER,
            "var",
            "/var/lib/adsync",
            "Folder of the journal. It is created if it is not there. One process only.");

    static final Key<HostAndPort> LISTEN = defaulted(
            "listen",
            Kinds.LISTEN,
            "127.0.0.1:8480",
            "0.0.0.0:8480",
            "Where `/metrics` and `/health` are served. Port 0 takes any free one.");

    static final Key<LogFormat> LOG = defaulted(
            "log",
            Kinds.choice(LogFormat.class),
            "json",
            "console",
            "How log lines look: `json` for a log store, `console` for people.");

    static final List<Key<?>> ALL = List.of(
            ORGANIZATION,
            SERVERS,
            DOMAIN,
            ROOT,
            USER,
            PASSWORD,
            KEYTAB,
            KEY_CENTER,
            DIRECTORY_TRUST,
            START_TLS,
            DIRECTORY_CLEAR_TEXT,
            POLL,
            URL,
            PROVIDER_USER,
            PROVIDER_PASSWORD,
            TOKEN,
            TOKEN_URL,
            CLIENT_ID,
            CLIENT_SECRET,
            SCOPE,
            PROVIDER_TRUST,
            PROVIDER_CLEAR_TEXT,
            ADOPT,
            BATCH_SIZE,
            LINGER,
            CONCURRENCY,
            TIMEOUT,
            MAPPING,
            DEPROVISION,
            STATE,
            LISTEN,
            LOG);

    private Keys() {}
}
