package adsync.config;

import adsync.directory.DirectoryOptions;
import adsync.directory.NamedObject;
import adsync.directory.NamedObject.Use;
import adsync.directory.Selection;
import adsync.intake.IntakeOptions;
import adsync.journal.GuardLimit;
import adsync.journal.GuardRules;
import adsync.journal.HazardKind;
import adsync.mapping.Adoption;
import adsync.mapping.Deprovisioning;
import adsync.mapping.Mapping;
import adsync.mapping.MappingOptions;
import adsync.scim.ScimOptions;
import adsync.scim.SealedPassword;
import adsync.scope.ScopeOptions;
import adsync.secret.Secrets;
import adsync.services.Service;
import adsync.services.Services;
import adsync.shipper.PasswordOptions;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Everything an administrator configured, checked and complete.
 *
 * @param organization the tenant at the provider
 * @param directory how to reach the directory
 * @param scope whose users are shipped
 * @param selection all objects of the directory that are named here
 * @param poll how often the directory is asked although it has not rung
 * @param provider how to reach the provider
 * @param batchSize how many users are sent together at most
 * @param linger how long a change waits at most for others, to be sent together
 * @param concurrency how many requests run at the same time at most
 * @param adoption what happens when the provider already has an account with a user's login
 * @param deprovisioning what becomes of an account whose user is gone
 * @param retention how long an account is kept before it is deleted; only if it is disabled before
 * @param services who has which service of the provider
 * @param guard how many dangerous changes may pass
 * @param reconcile how often all accounts are compared with the provider; empty for never by itself
 * @param mapping from a user of the directory to a user of the provider
 * @param passwords how passwords are taken and shipped; empty if they are not
 * @param state folder of the journal; absolute
 * @param listenHost where metrics, health and the administrator's page are served
 * @param listenPort 0 for any free port
 * @param web who may reach the administrator's page there
 * @param log how log lines look
 * @param warnings what is unwise, to be logged once
 */
public record Configuration(
        String organization,
        DirectoryOptions directory,
        ScopeOptions scope,
        Selection selection,
        Duration poll,
        ScimOptions provider,
        int batchSize,
        Duration linger,
        int concurrency,
        Adoption adoption,
        Deprovisioning deprovisioning,
        Optional<Duration> retention,
        Services services,
        GuardRules guard,
        Optional<Duration> reconcile,
        Mapping mapping,
        Optional<PasswordSettings> passwords,
        Path state,
        String listenHost,
        int listenPort,
        WebSettings web,
        LogFormat log,
        List<Problem> warnings) {

    public Configuration {
        warnings = List.copyOf(warnings);
    }

    /**
     * Reads a configuration file and all files it refers to. Blocks; starts nothing.
     *
     * @param file in YAML; relative paths in it are relative to {@link #folder}
     * @param environment where {@code ${env:NAME}} looks
     * @throws ConfigurationException with everything that is wrong, if anything is
     */
    public static Configuration load(Path file, Map<String, String> environment) {
        return read(file, environment).configuration();
    }

    /**
     * The same for whoever asks the provider alone: no directory need stand in the file.
     *
     * @throws ConfigurationException with everything that is wrong, if anything is
     */
    public static Configuration loadForProvider(Path file, Map<String, String> environment) {
        Problems problems = new Problems();
        Item.Section top = problems.require(YamlFile.read(file, problems));
        return of(file, Draft.withSomeDirectory(top), new Secrets(environment, folder(file)), problems)
                .configuration();
    }

    /** A configuration, and the values by key that it was made of. */
    record Read(Configuration configuration, Settings settings) {}

    static Read read(Path file, Map<String, String> environment) {
        Problems problems = new Problems();
        Item.Section top = problems.require(YamlFile.read(file, problems));
        return of(file, top, new Secrets(environment, folder(file)), problems);
    }

    /** What a file means; also of one that is still to be written. */
    static Read of(Path file, Item.Section top, Secrets secrets, Problems problems) {
        Settings settings = Settings.read(file, top, folder(file), secrets, problems);
        new CrossChecks(settings).run();
        MappingOptions options = settings.find(Keys.MAPPING)
                .map(path -> MappingFile.read(path, problems))
                .orElseGet(MappingOptions::standard);
        problems.refuse();
        Mapping mapping = Mapping.standard(services(settings).any() ? options : options.withoutServices());
        return new Read(assemble(settings, mapping, problems.warnings()), settings);
    }

    /**
     * What relative paths are relative to, wherever the process was started: the folder of the file, or, if that is
     * called {@code conf}, the folder above it.
     */
    public static Path folder(Path file) {
        Path folder = parent(file.toAbsolutePath().normalize());
        return folder.endsWith("conf") ? parent(folder) : folder;
    }

    private static Path parent(Path path) {
        Path parent = path.getParent();
        return parent == null ? path : parent;
    }

    private static Configuration assemble(Settings settings, Mapping mapping, List<Problem> warnings) {
        HostAndPort listen = settings.get(Keys.LISTEN);
        return new Configuration(
                settings.get(Keys.ORGANIZATION),
                directory(settings, mapping),
                scope(settings),
                selection(settings),
                settings.get(Keys.POLL),
                provider(settings),
                settings.get(Keys.BATCH_SIZE),
                settings.get(Keys.LINGER),
                settings.get(Keys.CONCURRENCY),
                settings.get(Keys.ADOPT),
                settings.get(Keys.DEPROVISION).policy(),
                settings.get(Keys.DEPROVISION).retention(),
                services(settings),
                guard(settings),
                settings.get(Keys.RECONCILE).every(),
                mapping,
                passwords(settings, mapping),
                settings.get(Keys.STATE),
                listen.host(),
                listen.port(),
                new WebSettings(
                        settings.get(WebKeys.ENABLED), settings.find(WebKeys.URL), settings.get(WebKeys.CLEAR_TEXT)),
                settings.get(Keys.LOG),
                warnings);
    }

    private static Optional<PasswordSettings> passwords(Settings settings, Mapping mapping) {
        return settings.find(PasswordKeys.LISTEN).map(listen -> {
            HostAndPort reached = settings.get(PasswordKeys.NAME);
            Optional<String> path = settings.find(PasswordKeys.PATH);
            SealedPassword.Way way = switch (settings.get(PasswordKeys.AS)) {
                case ATTRIBUTE ->
                    new SealedPassword.Attribute(
                            path.orElse(MappingOptions.EXTENSION + ":encryptedPassword"), mapping.mustChangePassword());
                case ENDPOINT -> new SealedPassword.Endpoint(path.orElseThrow());
            };
            return new PasswordSettings(
                    new IntakeOptions(
                            listen.host(),
                            listen.port(),
                            reached.host(),
                            reached.port(),
                            settings.get(PasswordKeys.KEY_SET),
                            settings.get(PasswordKeys.ROOT_KEY)),
                    new PasswordOptions(way, settings.get(PasswordKeys.MUST_CHANGE)));
        });
    }

    private static ScopeOptions scope(Settings settings) {
        return new ScopeOptions(
                settings.find(Keys.ROOTS).map(Names::dns).orElseGet(() -> List.of(settings.get(Keys.ROOT))),
                settings.find(Keys.EXCLUDE).map(Names::dns).orElse(List.of()),
                settings.find(Keys.FILTER),
                settings.get(Keys.SHIP_GROUPS));
    }

    private static Selection selection(Settings settings) {
        List<NamedObject> objects = new ArrayList<>();
        settings.find(Keys.ROOT).ifPresent(root -> objects.add(new NamedObject(Keys.ROOT.path(), root, Use.ROOT)));
        settings.find(Keys.ROOTS).ifPresent(roots -> add(Keys.ROOTS.path(), roots.dns(), Use.ROOT, objects));
        settings.find(Keys.EXCLUDE).ifPresent(names -> add(Keys.EXCLUDE.path(), names.dns(), Use.EXCLUSION, objects));
        for (Service service : services(settings).services()) {
            add(Keys.SERVICES.path() + "." + service.name() + ".groups", service.groups(), Use.GROUP, objects);
        }
        return new Selection(objects);
    }

    private static void add(String key, List<String> dns, Use use, List<NamedObject> to) {
        for (int i = 0; i < dns.size(); i++) {
            String dn = dns.get(i);
            if (to.stream().noneMatch(named -> named.use() == use && named.dn().equals(dn))) {
                to.add(new NamedObject(key + "[" + i + "]", dn, use));
            }
        }
    }

    private static Services services(Settings settings) {
        return settings.find(Keys.SERVICES).orElse(Services.NONE);
    }

    private static GuardRules guard(Settings settings) {
        Map<HazardKind, GuardLimit> limits = new EnumMap<>(HazardKind.class);
        Keys.GUARD.forEach(keys -> limits.put(
                keys.kind(),
                new GuardLimit(
                        settings.get(keys.count()).number(),
                        settings.get(keys.percent()).number())));
        return new GuardRules(limits, settings.get(Keys.GUARD_WINDOW), settings.get(Keys.GUARD_GRACE));
    }

    /** What decides about a user has to be read, whether or not it is shipped. */
    private static SortedSet<String> attributes(Settings settings, Mapping mapping) {
        SortedSet<String> attributes = new TreeSet<>(mapping.attributes());
        scope(settings).filter().ifPresent(filter -> attributes.addAll(filter.attributes()));
        attributes.addAll(services(settings).attributes());
        if (settings.has(PasswordKeys.LISTEN.path())) {
            for (String name : PasswordSettings.ATTRIBUTES) {
                attributes.removeIf(name::equalsIgnoreCase); // the journal looks for it in this spelling
                attributes.add(name);
            }
        }
        return attributes;
    }

    private static DirectoryOptions directory(Settings settings, Mapping mapping) {
        String user = settings.get(Keys.USER);
        DirectoryOptions.DirectoryLogin login = settings.find(Keys.KEYTAB)
                .<DirectoryOptions.DirectoryLogin>map(
                        keytab -> new DirectoryOptions.KerberosLogin(user, keytab, settings.find(Keys.KEY_CENTER)))
                .orElseGet(() -> new DirectoryOptions.SimpleLogin(user, settings.get(Keys.PASSWORD)));
        return new DirectoryOptions(
                settings.find(Keys.SERVERS).map(Kinds.Servers::addresses).orElse(List.of()),
                settings.find(Keys.DOMAIN),
                login,
                settings.find(Keys.DIRECTORY_TRUST),
                settings.get(Keys.START_TLS),
                settings.get(Keys.DIRECTORY_CLEAR_TEXT),
                attributes(settings, mapping),
                services(settings).byGroups() || settings.get(Keys.SHIP_GROUPS));
    }

    private static ScimOptions provider(Settings settings) {
        String url = settings.get(Keys.URL).replace(Kinds.ORGANIZATION, settings.get(Keys.ORGANIZATION));
        Duration timeout = settings.get(Keys.TIMEOUT);
        return new ScimOptions(
                URI.create(url.replaceFirst("/+$", "")),
                providerLogin(settings),
                settings.find(Keys.PROVIDER_TRUST),
                settings.get(Keys.PROVIDER_CLEAR_TEXT),
                timeout,
                timeout.multipliedBy(2),
                needPatch(settings));
    }

    /** A replacement of a group would name all its members, and one of a user would lose the password that nobody keeps. */
    private static List<String> needPatch(Settings settings) {
        List<String> needed = new ArrayList<>();
        if (settings.get(Keys.SHIP_GROUPS)) {
            needed.add(Keys.SHIP_GROUPS.path());
        }
        if (settings.find(PasswordKeys.LISTEN).isPresent()
                && settings.get(PasswordKeys.AS) == Kinds.PasswordForm.ATTRIBUTE) {
            needed.add(PasswordKeys.AS.path() + ": attribute");
        }
        return needed;
    }

    private static ScimOptions.ScimLogin providerLogin(Settings settings) {
        if (settings.find(Keys.TOKEN).isPresent()) {
            return new ScimOptions.TokenLogin(settings.get(Keys.TOKEN));
        }
        if (settings.find(Keys.TOKEN_URL).isPresent()) {
            return new ScimOptions.OAuthLogin(
                    settings.get(Keys.TOKEN_URL),
                    settings.get(Keys.CLIENT_ID),
                    settings.get(Keys.CLIENT_SECRET),
                    settings.find(Keys.SCOPE));
        }
        return new ScimOptions.BasicLogin(settings.get(Keys.PROVIDER_USER), settings.get(Keys.PROVIDER_PASSWORD));
    }
}
