package adsync.config;

import java.net.URI;
import java.util.List;

/** What no key can tell alone: which keys go together, and which exclude each other. */
final class CrossChecks {

    private final Settings settings;

    CrossChecks(Settings settings) {
        this.settings = settings;
    }

    void run() {
        directoryAddress();
        selection();
        directoryLogin();
        directoryEncryption();
        providerLogin();
        providerEncryption();
        passwords();
        if (settings.find(WebKeys.CLEAR_TEXT).orElse(false)) {
            settings.warn(
                    WebKeys.CLEAR_TEXT.path(),
                    "what administrators do on the page crosses the network in clear text; put a reverse proxy before it, and"
                            + " set web.url");
        }
    }

    private void passwords() {
        List<Key<?>> together =
                List.of(PasswordKeys.LISTEN, PasswordKeys.NAME, PasswordKeys.KEY_SET, PasswordKeys.ROOT_KEY);
        if (settings.has(PasswordKeys.LISTEN.section())) {
            together.stream()
                    .filter(key -> !settings.has(key.path()))
                    .forEach(key -> settings.refuse(
                            key.path(),
                            "expected it as part of passwords, found nothing; add it, for example " + key.name() + ": "
                                    + key.example()));
        }
        if (settings.find(PasswordKeys.NAME).filter(name -> name.port() == 0).isPresent()) {
            settings.refuse(
                    PasswordKeys.NAME.path(), "expected the port that domain controllers reach, found 0; name it");
        }
        boolean endpoint = settings.find(PasswordKeys.AS)
                .filter(Kinds.PasswordForm.ENDPOINT::equals)
                .isPresent();
        boolean fits = settings.find(PasswordKeys.PATH)
                .map(path -> endpoint == (path.startsWith("/") && path.contains("{id}")))
                .orElse(!endpoint);
        if (!fits) {
            settings.refuse(
                    PasswordKeys.PATH.path(),
                    endpoint
                            ? "expected a path with {id}, found none; write it as " + PasswordKeys.PATH.example()
                            : "expected the path of an attribute, found that of an endpoint; set provider.passwords.as:"
                                    + " endpoint");
        }
    }

    private void directoryAddress() {
        settings.refuseNeither(Keys.SERVERS, Keys.DOMAIN);
        settings.refuseBoth(Keys.SERVERS, Keys.DOMAIN);
    }

    private void selection() {
        settings.refuseNeither(Keys.ROOT, Keys.ROOTS);
        settings.refuseBoth(Keys.ROOT, Keys.ROOTS);
        List<Names.Named> roots = settings.find(Keys.ROOTS)
                .map(Names::names)
                .or(() -> settings.find(Keys.ROOT).map(root -> List.of(new Names.Named(root, 0))))
                .orElse(List.of());
        for (int i = 0; i < roots.size(); i++) {
            Names.Named root = roots.get(i);
            if (roots.stream().anyMatch(root::below)
                    || roots.subList(0, i).stream().anyMatch(root::sameAs)) {
                settings.refuse(
                        root.line(),
                        Keys.ROOTS.path(),
                        "expected roots that lie apart, found one within another; remove it");
            }
        }
        List<Names.Named> excluded =
                settings.find(Keys.EXCLUDE).map(Names::names).orElse(List.of());
        for (Names.Named place : excluded) {
            if (!roots.isEmpty() && roots.stream().noneMatch(place::below)) {
                settings.refuse(
                        place.line(),
                        Keys.EXCLUDE.path(),
                        "expected objects below a root, found one that is not; only what lies below a root is looked at");
            }
        }
    }

    private void directoryLogin() {
        settings.refuseNeither(Keys.PASSWORD, Keys.KEYTAB);
        settings.refuseBoth(Keys.PASSWORD, Keys.KEYTAB);
        settings.refuseWithout(Keys.KEY_CENTER, Keys.KEYTAB);
        boolean kerberos = settings.has(Keys.KEYTAB.path());
        if (kerberos
                && settings.find(Keys.USER).filter(user -> !user.contains("@")).isPresent()) {
            settings.refuse(
                    Keys.USER.path(),
                    "expected a user principal name with directory.keytab, found another form; write it as "
                            + Keys.USER.example());
        }
    }

    private void directoryEncryption() {
        boolean plain = settings.find(Keys.SERVERS).stream()
                .flatMap(servers -> servers.addresses().stream())
                .anyMatch(server -> "ldap".equals(server.getScheme()));
        boolean startTls = settings.find(Keys.START_TLS).orElse(false);
        boolean allowed = settings.find(Keys.DIRECTORY_CLEAR_TEXT).orElse(false);
        if (plain && !startTls && !allowed) {
            settings.refuse(
                    Keys.SERVERS.path(),
                    "expected encrypted connections, found ldap:// without TLS; use ldaps://, or StartTLS (directory.startTls: true)");
        }
        // Controllers that DNS names are spoken to by LDAPS, unless something else is asked for.
        if ((plain || settings.has(Keys.DOMAIN.path())) && !startTls && allowed) {
            settings.warn(
                    Keys.DIRECTORY_CLEAR_TEXT.path(),
                    "the password crosses the network in clear text; use ldaps://, or StartTLS (directory.startTls: true)");
        }
    }

    private void providerLogin() {
        boolean basic = settings.has(Keys.PROVIDER_USER.path()) || settings.has(Keys.PROVIDER_PASSWORD.path());
        boolean token = settings.has(Keys.TOKEN.path());
        boolean oauth = settings.has(Keys.TOKEN_URL.section());
        List<Boolean> ways = List.of(basic, token, oauth);
        long count = ways.stream().filter(way -> way).count();
        if (count != 1) {
            settings.refuse(
                    count == 0 ? Keys.URL.section() : oauth ? Keys.TOKEN_URL.section() : Keys.TOKEN.path(),
                    "expected exactly one of user and password, token, oauth, found "
                            + (count == 0 ? "none; add one" : "several; keep one"));
        }
        settings.refuseWithout(Keys.PROVIDER_USER, Keys.PROVIDER_PASSWORD);
        settings.refuseWithout(Keys.PROVIDER_PASSWORD, Keys.PROVIDER_USER);
        if (oauth) {
            List.of(Keys.TOKEN_URL, Keys.CLIENT_ID, Keys.CLIENT_SECRET).stream()
                    .filter(key -> !settings.has(key.path()))
                    .forEach(key -> settings.refuse(
                            key.path(),
                            "expected it as part of oauth, found nothing; add it, for example " + key.name() + ": "
                                    + key.example()));
        }
    }

    private void providerEncryption() {
        settings.find(Keys.URL)
                .map(url -> URI.create(url.replace(Kinds.ORGANIZATION, "organization")))
                .ifPresent(url -> encryption(Keys.URL, url));
        settings.find(Keys.TOKEN_URL).ifPresent(url -> encryption(Keys.TOKEN_URL, url));
    }

    private void encryption(Key<?> key, URI address) {
        if (!"http".equalsIgnoreCase(address.getScheme()) || Addresses.local(address)) {
            return;
        }
        if (settings.find(Keys.PROVIDER_CLEAR_TEXT).orElse(false)) {
            settings.warn(key.path(), "credentials and users cross the network in clear text; use https://");
        } else {
            settings.refuse(
                    key.path(), "expected an encrypted connection, found http:// to another machine; use https://");
        }
    }
}
