package adsync.cli;

import adsync.observe.FailureWords;
import adsync.secret.Secret;
import adsync.setup.ServerNames;
import adsync.setup.Setup;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Answers of the set-up that are given on the command line. No secret is: they come from files, variables or standard input. */
final class SetupFlags {

    private static final String STANDARD_INPUT = "-";

    @Option(names = "--organization", paramLabel = "NAME", description = "the tenant at the provider")
    private @Nullable String organization;

    @Option(names = "--domain", paramLabel = "NAME", description = "the domain, whose controllers DNS names")
    private @Nullable String domain;

    @Option(
            names = "--server",
            paramLabel = "URL",
            split = ",",
            description = "domain controllers, instead: ldaps://dc1.contoso.com; several times or with commas")
    private List<String> servers = new ArrayList<>();

    @Option(names = "--user", paramLabel = "NAME", description = "the account that reads the directory")
    private @Nullable String user;

    @Option(
            names = "--password-file",
            paramLabel = "FILE",
            description = "a file with its password, which is copied; - for the next line of standard input")
    private @Nullable String passwordFile;

    @Option(names = "--password-env", paramLabel = "NAME", description = "or the variable with its password")
    private @Nullable String passwordVariable;

    @Option(names = "--ca", paramLabel = "FILE", description = "certificate authorities of the directory, in PEM")
    private @Nullable Path authority;

    @Option(names = "--start-tls", description = "turns ldap:// into TLS")
    private boolean startTls;

    @Option(names = "--root", paramLabel = "DN", description = "users at and below it are shipped; several times")
    private List<String> roots = new ArrayList<>();

    @Option(names = "--exclude", paramLabel = "DN", description = "but not at and below this; several times")
    private List<String> exclusions = new ArrayList<>();

    @Option(names = "--filter", paramLabel = "FILTER", description = "and only users who match this LDAP filter")
    private @Nullable String filter;

    @Option(names = "--provider-url", paramLabel = "URL", description = "base address of the provider's SCIM endpoints")
    private @Nullable String providerUrl;

    @Option(names = "--provider-user", paramLabel = "NAME", description = "the login there, for HTTP Basic")
    private @Nullable String providerUser;

    @Option(names = "--provider-password-file", paramLabel = "FILE", description = "a file with its password; or -")
    private @Nullable String providerPasswordFile;

    @Option(names = "--provider-password-env", paramLabel = "NAME", description = "or the variable with it")
    private @Nullable String providerPasswordVariable;

    @Option(names = "--provider-token-file", paramLabel = "FILE", description = "a bearer token, instead; or -")
    private @Nullable String providerTokenFile;

    @Option(names = "--provider-token-env", paramLabel = "NAME", description = "or the variable with it")
    private @Nullable String providerTokenVariable;

    @Option(
            names = "--provider-ca",
            paramLabel = "FILE",
            description = "certificate authorities of the provider, in PEM")
    private @Nullable Path providerAuthority;

    @Option(
            names = "--service",
            paramLabel = "NAME=DN",
            description = "members of this group have this service; several times, also for one service")
    private List<String> services = new ArrayList<>();

    @Option(names = "--poll", paramLabel = "TIME", description = "how often to ask although the directory did not ring")
    private @Nullable String poll;

    @Option(names = "--state", paramLabel = "FOLDER", description = "folder of the journal")
    private @Nullable String state;

    @Option(names = "--listen", paramLabel = "HOST:PORT", description = "where metrics, health and the page are served")
    private @Nullable String listen;

    /** Gives the answers. */
    void answer(Setup setup, CommandSpec command) {
        answer(setup, "organization", organization);
        directory(setup, command);
        if (!roots.isEmpty()) {
            chooseRoots(setup, roots);
        }
        if (!exclusions.isEmpty()) {
            setup.set("scope.exclude", exclusions);
        }
        answer(setup, "scope.filter", filter);
        provider(setup, command);
        services(setup, command);
        answer(setup, "directory.poll", poll);
        answer(setup, "state", state);
        answer(setup, "listen", listen);
    }

    private static void answer(Setup setup, String key, @Nullable String value) {
        if (value != null) {
            setup.set(key, value);
        }
    }

    /** One root has a key of its own. */
    static void chooseRoots(Setup setup, List<String> chosen) {
        setup.remove("directory.root", "directory.roots");
        if (chosen.size() == 1) {
            setup.set("directory.root", chosen.getFirst());
        } else {
            setup.set("directory.roots", chosen);
        }
    }

    private void directory(Setup setup, CommandSpec command) {
        if (domain != null && !servers.isEmpty()) {
            throw new ParameterException(command.commandLine(), "--domain and --server exclude each other");
        }
        if (domain != null) {
            setup.remove("directory.servers");
            setup.set("directory.domain", domain);
        }
        if (!servers.isEmpty()) {
            setup.remove("directory.domain");
            boolean clear = startTls || setup.text("directory.startTls").equals(Optional.of("true"));
            setup.set(
                    "directory.servers",
                    ServerNames.addresses(String.join(" ", servers), clear ? "ldap://" : "ldaps://"));
        }
        answer(setup, "directory.user", user);
        secret(setup, "directory.password", passwordFile, passwordVariable, command);
        certificates(setup, "directory.trust", authority, command);
        if (startTls) {
            setup.set("directory.startTls", true);
        }
    }

    private void provider(Setup setup, CommandSpec command) {
        answer(setup, "provider.url", providerUrl);
        if (providerUser != null) {
            setup.remove("provider.token", "provider.oauth");
            setup.set("provider.user", providerUser);
        }
        secret(setup, "provider.password", providerPasswordFile, providerPasswordVariable, command);
        if (providerTokenFile != null || providerTokenVariable != null) {
            setup.remove("provider.user", "provider.password", "provider.oauth");
            secret(setup, "provider.token", providerTokenFile, providerTokenVariable, command);
        }
        certificates(setup, "provider.trust", providerAuthority, command);
    }

    private void services(Setup setup, CommandSpec command) {
        Map<String, List<String>> groups = new LinkedHashMap<>();
        for (String service : services) {
            int at = service.indexOf('=');
            if (at < 1 || service.indexOf('=', at + 1) < 0) {
                throw new ParameterException(
                        command.commandLine(),
                        "--service must be NAME=DN, as in mailbox=CN=Mail,OU=Groups,DC=contoso,DC=com");
            }
            groups.computeIfAbsent(service.substring(0, at), name -> new ArrayList<>())
                    .add(service.substring(at + 1));
        }
        groups.forEach((name, dns) -> setup.set("services." + name + ".groups", dns));
    }

    private static void secret(
            Setup setup, String key, @Nullable String file, @Nullable String variable, CommandSpec command) {
        if (file != null && variable != null) {
            throw new ParameterException(
                    command.commandLine(), key + " is given by a file and by a variable; keep one");
        }
        if (file != null) {
            setup.secret(
                    key,
                    Secret.of(
                            file.equals(STANDARD_INPUT) ? standardInput(key, command) : read(Path.of(file), command)));
        }
        if (variable != null) {
            String value = System.getenv(variable);
            if (value == null || value.isEmpty()) {
                throw new ParameterException(command.commandLine(), "the variable " + variable + " is not set");
            }
            setup.secret(key, Secret.of(value));
        }
    }

    private static void certificates(Setup setup, String key, @Nullable Path file, CommandSpec command) {
        if (file != null) {
            String pem = read(file, command) + "\n";
            requireCertificates(file, pem, command);
            setup.certificates(key, pem);
        }
    }

    /** Later it has another name, which nobody knows. */
    private static void requireCertificates(Path file, String pem, CommandSpec command) {
        boolean some;
        try {
            some = !CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(pem.getBytes(StandardCharsets.UTF_8)))
                    .isEmpty();
        } catch (CertificateException e) {
            some = false;
        }
        if (!some) {
            throw new ParameterException(
                    command.commandLine(),
                    "there is no certificate in " + file
                            + "; to mend it: export the certificate authority as PEM, and name that file");
        }
    }

    private static String standardInput(String key, CommandSpec command) {
        try {
            String line = Input.READER.readLine();
            if (line == null) {
                throw new ParameterException(command.commandLine(), "standard input ended before " + key);
            }
            return line;
        } catch (IOException e) {
            throw new ParameterException(
                    command.commandLine(), "standard input cannot be read: " + FailureWords.of(e), e);
        }
    }

    private static String read(Path file, CommandSpec command) {
        try {
            return Files.readString(file).stripTrailing();
        } catch (IOException e) {
            throw new ParameterException(command.commandLine(), file + " cannot be read: " + FailureWords.of(e), e);
        }
    }

    /** One reader for all that comes from there: each reads ahead. */
    static final class Input {
        static final BufferedReader READER =
                new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));

        private Input() {}
    }
}
