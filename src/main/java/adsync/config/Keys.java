package adsync.config;

import static adsync.config.Key.defaulted;
import static adsync.config.Key.optional;
import static adsync.config.Key.required;

import adsync.directory.ImageFilter;
import adsync.journal.HazardKind;
import adsync.mapping.Adoption;
import adsync.secret.Secret;
import adsync.services.Services;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

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
            "Domain controllers in order of preference, of each domain with a root. Either this or `directory.domain`.");

    static final Key<String> DOMAIN = optional(
            "directory.domain",
            Kinds.DOMAIN,
            "contoso.com",
            "The domain whose controllers are found in DNS (SRV records) and spoken to by LDAPS, or with"
                    + " `directory.startTls` by that; other domains with a root are found by the names of their roots."
                    + " Either this or `directory.servers`.");

    static final Key<String> ROOT = optional(
            "directory.root",
            Kinds.DISTINGUISHED_NAME,
            "OU=Staff,DC=contoso,DC=com",
            "Users at and below this object are shipped. It is followed when it is renamed or moved."
                    + " Either this or `directory.roots`.");

    static final Key<Names> ROOTS = optional(
            "directory.roots",
            Kinds.DISTINGUISHED_NAMES,
            "[\"OU=Staff,DC=contoso,DC=com\", \"OU=Students,DC=contoso,DC=com\"]",
            "Several such objects, in one domain or in several of a forest; none within another.");

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

    static final Key<Names> EXCLUDE = optional(
            "scope.exclude",
            Kinds.DISTINGUISHED_NAMES,
            "[\"OU=Test,OU=Staff,DC=contoso,DC=com\"]",
            "Users at and below these objects, each below a root, are not shipped. They are followed like roots.");

    static final Key<ImageFilter> FILTER = optional(
            "scope.filter",
            Kinds.FILTER,
            "\"(employeeType=staff)\"",
            "Only users who match this filter are shipped; see below for what it may contain.");

    static final Key<Boolean> SHIP_GROUPS = defaulted(
            "groups.ship",
            Kinds.SWITCH,
            "false",
            "true",
            "Ships the groups at and below the roots too, but for those in `scope.exclude`: name, and as members the shipped"
                    + " users and groups. A group that is deleted or leaves is deleted at the provider. Needs PATCH there.");

    static final Key<String> URL = required(
            "provider.url",
            Kinds.PROVIDER_ADDRESS,
            "https://scim.example.net/scim/v2",
            "Base address of the provider's SCIM 2.0 endpoints, without `/Users`. `http://` only for this machine, or with"
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
            "How many users are sent together at most, in one bulk request where the provider offers Bulk. Its own limits are"
                    + " kept as well, and so is 1 MiB a request; what it refuses or answers slowly makes requests smaller.");

    static final Key<Duration> LINGER = defaulted(
            "provider.batch.linger",
            Kinds.duration("0ms", "10s"),
            "20ms",
            "100ms",
            "How long a change waits at most for others, to be sent together, while the provider is kept busy.");

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

    static final Key<Services> SERVICES = optional(
            "services",
            ServicesKind.KIND,
            "{mailbox: {groups: [\"CN=Mail,OU=Groups,DC=contoso,DC=com\"], filter: \"(mail=*)\"}}",
            "Who has which service of the provider; see below.");

    static final Key<Withdrawal> DEPROVISION = defaulted(
            "deprovision",
            Withdrawal.KIND,
            "disable",
            "{policy: disable-then-delete, after: 30d}",
            "What becomes of an account whose user was deleted or is no longer selected. `after` (30d) is how long"
                    + " `disable-then-delete` keeps it for a user who comes back.");

    static final Key<Duration> GUARD_WINDOW = defaulted(
            "guard.window",
            Kinds.duration("1m", "30d"),
            "1h",
            "1h",
            "How far back changes are counted. A kind of change that exceeds its limit is held until it is approved;"
                    + " everything else goes on.");

    static final Key<Duration> GUARD_GRACE = defaulted(
            "guard.grace",
            Kinds.duration("0s", "5m"),
            "1s",
            "5s",
            "How long a guarded change waits for more of its kind, so that a burst is seen whole before any of it is shipped: after the newest one, and at most 30 times as long.");

    static final List<GuardKeys> GUARD = List.of(
            new GuardKeys(HazardKind.DELETE, "delete", "accounts deleted"),
            new GuardKeys(HazardKind.DISABLE, "disable", "accounts disabled"),
            new GuardKeys(HazardKind.LEAVE_SCOPE, "leaveScope", "accounts of users who leave the scope"),
            new GuardKeys(HazardKind.SERVICE_REMOVAL, "services", "accounts that lose a service"),
            new GuardKeys(HazardKind.MEMBER_REMOVAL, "members", "members taken out of groups"),
            new GuardKeys(HazardKind.RENAME, "rename", "accounts that get another login"));

    static final Key<Recurrence> RECONCILE = defaulted(
            "reconcile",
            Recurrence.KIND,
            "{every: 24h}",
            "off",
            "How often all accounts are compared with those that the provider has, at less than a request a second: those that are"
                    + " missing or were changed there are repaired, foreign ones are counted; groups likewise, if they are shipped."
                    + " `off` for only when `adsync reconcile --provider` asks for it, and once after a first load into a provider"
                    + " that had accounts.");

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
            "Where `/metrics`, `/health` and the administrator's page are served. Port 0 takes any free one.");

    static final Key<LogFormat> LOG = defaulted(
            "log",
            Kinds.choice(LogFormat.class),
            "json",
            "console",
            "How log lines look: `json` for a log store, `console` for people.");

    static final List<Key<?>> ALL = Stream.of(
                    directory(), provider(), users(), guard(), PasswordKeys.SECTION, process())
            .<Key<?>>flatMap(List::stream)
            .toList();

    private Keys() {}

    /**
     * How many changes of a kind may pass; both limits hold.
     *
     * @param count as a number of accounts
     * @param percent as a share of the accounts that are in use
     */
    record GuardKeys(HazardKind kind, Key<Most> count, Key<Most> percent) {
        GuardKeys(HazardKind kind, String name, String what) {
            this(
                    kind,
                    defaulted(
                            "guard." + name + ".count",
                            Most.kind(0, 1_000_000),
                            "500",
                            "50",
                            "No more " + what
                                    + " than so many within the window pass; `off` for any number that percent allows."),
                    defaulted(
                            "guard." + name + ".percent",
                            Most.kind(0, 100),
                            "10",
                            "5",
                            "And no more than so many percent of our accounts, without those that are only kept since their users went."
                                    + " It counts as 25 at least, or as half of the accounts if they are fewer than 50, but as 2 if"
                                    + " they are fewer than 4; 100 or `off` for any share. If count is `off` too, the kind is not guarded."));
        }
    }

    private static List<Key<?>> directory() {
        return List.of(
                ORGANIZATION,
                SERVERS,
                DOMAIN,
                ROOT,
                ROOTS,
                USER,
                PASSWORD,
                KEYTAB,
                KEY_CENTER,
                DIRECTORY_TRUST,
                START_TLS,
                DIRECTORY_CLEAR_TEXT,
                POLL,
                EXCLUDE,
                FILTER,
                SHIP_GROUPS);
    }

    private static List<Key<?>> provider() {
        return List.of(
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
                PasswordKeys.AS,
                PasswordKeys.PATH);
    }

    private static List<Key<?>> users() {
        return List.of(MAPPING, SERVICES, DEPROVISION, RECONCILE);
    }

    private static List<Key<?>> guard() {
        return Stream.concat(
                        Stream.<Key<?>>of(GUARD_WINDOW, GUARD_GRACE),
                        GUARD.stream().<Key<?>>flatMap(keys -> Stream.of(keys.count(), keys.percent())))
                .toList();
    }

    private static List<Key<?>> process() {
        return Stream.of(List.<Key<?>>of(STATE, LISTEN), WebKeys.SECTION, List.<Key<?>>of(LOG))
                .flatMap(List::stream)
                .toList();
    }
}
