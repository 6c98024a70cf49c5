package adsync.cli;

import adsync.config.ConfigurationException;
import adsync.directory.DirectoryException;
import adsync.directory.DirectoryTree.FoundGroup;
import adsync.directory.PresentedCertificate;
import adsync.observe.FailureWords;
import adsync.secret.Secret;
import adsync.setup.ServerNames;
import adsync.setup.Setup;
import adsync.setup.Tried;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The set-up as a conversation: each answer is tried before the next question. */
final class SetupInterview {

    private static final String USUAL_POLL = "60s";

    private final Setup setup;
    private final Dialog dialog;

    SetupInterview(Setup setup, Dialog dialog) {
        this.setup = setup;
        this.dialog = dialog;
    }

    /** Asks everything up to what is decided by a look at the whole. */
    void hold() {
        dialog.say((setup.editing() ? "This changes " : "This makes ") + setup.file()
                + ". Nothing is written before the end; Ctrl-C breaks it off.");
        dialog.say("Enter takes what stands in [brackets].");
        dialog.title("The directory");
        askUntil(this::askWhere, setup::tryServers);
        askUntil(this::askAccount, setup::tryDirectory);
        dialog.title("Whose accounts are kept at the provider");
        askUntil(this::askPlaces, setup::trySelection);
        dialog.title("The provider");
        askUntil(this::askProvider, setup::tryProvider);
        dialog.title("Services");
        askServices();
        dialog.title("How it runs");
        askUntil(this::askPoll, setup::validate);
    }

    /** Again and again, until all is well or nobody wants to correct it. */
    private void askUntil(Runnable questions, Supplier<Tried> trial) {
        while (true) {
            questions.run();
            Tried tried = dialog.waiting("trying it", trial);
            SetupReport.print(tried, dialog.out());
            if (tried.passed() || !dialog.confirm("Correct it?", true)) {
                return;
            }
            if (tried.failures().stream().anyMatch(failure -> failure.key().endsWith(".trust"))) {
                askTrust(
                        tried.failures().getFirst().key().startsWith("provider")
                                ? "provider.trust"
                                : "directory.trust");
            }
        }
    }

    private void askTrust(String key) {
        if (key.equals("directory.trust") && trustsPresented()) {
            return;
        }
        String file = dialog.ask("File with the certificate authority, in PEM (empty: leave it)", "");
        if (file.isEmpty()) {
            return;
        }
        try {
            setup.certificates(key, Files.readString(Path.of(file)));
        } catch (IOException e) {
            dialog.say(file + " cannot be read: " + FailureWords.of(e));
        }
    }

    /** Whether somebody knows the certificate that the server shows. */
    private boolean trustsPresented() {
        try {
            PresentedCertificate shown = dialog.waiting("asking for the certificate", setup::presented);
            dialog.say("The server shows the certificate of " + shown.subject()
                    + (shown.authority() ? ", an authority" : ", its own") + ", valid until " + shown.notAfter());
            dialog.say("SHA-256 " + shown.fingerprint());
            dialog.say(
                    "Compare it with what the administrator of the server sees there: else anybody could pretend to be it.");
            boolean trusted = dialog.confirm("Is it the same, and do you trust it?", false);
            if (trusted) {
                setup.certificates("directory.trust", shown.pem());
            }
            return trusted;
        } catch (DirectoryException | ConfigurationException e) {
            dialog.say(String.valueOf(e.getMessage()));
            return false;
        }
    }

    private void askWhere() {
        askServers();
        askEncryption();
    }

    private void askServers() {
        List<String> now = setup.texts("directory.servers");
        String answer = dialog.require(
                "Domain, or addresses of domain controllers",
                now.isEmpty() ? setup.text("directory.domain").orElse("") : String.join(" ", now));
        if (!ServerNames.maybeDomain(answer)) {
            useServers(ServerNames.addresses(answer));
            return;
        }
        try {
            List<String> found = dialog.waiting("asking DNS", () -> Setup.discover(answer));
            dialog.say("DNS names " + String.join(", ", found));
            setup.remove("directory.servers");
            setup.set("directory.domain", answer);
        } catch (DirectoryException e) {
            dialog.say(e.getMessage() + "; taken for the name of a domain controller");
            useServers(ServerNames.addresses(answer));
        }
    }

    private void useServers(List<String> servers) {
        setup.remove("directory.domain");
        setup.set("directory.servers", servers);
    }

    /** Only whoever has use for it. */
    private void askEncryption() {
        boolean encrypts =
                setup.text("directory.startTls").filter("true"::equals).isPresent();
        if (!encrypts && setup.texts("directory.servers").stream().noneMatch(one -> one.startsWith("ldap://"))) {
            return;
        }
        if (dialog.confirm("StartTLS: encrypt what begins as ldap:// before anything else is said?", encrypts)) {
            setup.set("directory.startTls", true);
        } else {
            setup.remove("directory.startTls");
        }
    }

    private void askAccount() {
        setup.set(
                "directory.user",
                dialog.require(
                        "Account that reads the directory, as name@domain",
                        setup.text("directory.user").orElse("")));
        if (!setup.has("directory.keytab")) {
            askSecret("directory.password", "Its password");
        }
    }

    private void askSecret(String key, String question) {
        boolean known = setup.has(key);
        String answer = dialog.secret(question + (known ? " (empty: as it is)" : ""));
        while (answer.isEmpty() && !known) {
            answer = dialog.secret(question);
        }
        if (!answer.isEmpty()) {
            setup.secret(key, Secret.of(answer));
        }
    }

    private void askPlaces() {
        List<String> roots = new ArrayList<>(setup.texts("directory.roots"));
        setup.text("directory.root").ifPresent(roots::add);
        List<String> chosen = choose("Users at and below which object", roots, "");
        SetupFlags.chooseRoots(setup, chosen);
        List<String> excluded = setup.texts("scope.exclude");
        if (dialog.confirm("Leave out anything below?", !excluded.isEmpty())) {
            setup.set("scope.exclude", choose("Leave out which object", excluded, chosen.getFirst()));
        } else {
            setup.remove("scope.exclude");
        }
    }

    private List<String> choose(String question, List<String> now, String from) {
        if (!now.isEmpty()) {
            dialog.say("Now: " + String.join("; ", now));
            if (dialog.confirm("Keep that?", true)) {
                return now;
            }
        }
        List<String> chosen = new ArrayList<>();
        do {
            chosen.add(new PlaceBrowser(setup, dialog).choose(question, from));
        } while (dialog.confirm("One more?", false));
        return chosen;
    }

    private void askProvider() {
        setup.set("organization", dialog.require("Organisation, as the provider calls it", answered("organization")));
        setup.set("provider.url", dialog.require("Address of its SCIM endpoints", answered("provider.url")));
        if (setup.has("provider.oauth")) {
            dialog.say("It is logged in to by OAuth, which stays as it is.");
            return;
        }
        String user = dialog.ask(
                "User name there (- for a bearer token)",
                setup.has("provider.token") ? "-" : answered("provider.user"));
        if (user.equals("-")) {
            setup.remove("provider.user", "provider.password");
            askSecret("provider.token", "The token");
        } else {
            setup.remove("provider.token");
            setup.set("provider.user", user);
            askSecret("provider.password", "Password there");
        }
    }

    private String answered(String key) {
        return setup.text(key).orElse("");
    }

    private void askServices() {
        for (String name : setup.texts("services")) {
            dialog.say(name + ": " + setup.text("services." + name).orElse(""));
        }
        while (dialog.confirm("Add a service that members of a group have?", false)) {
            String name = dialog.require("Name of the service, as the provider calls it", "mailbox");
            List<String> groups = new ArrayList<>(setup.texts("services." + name + ".groups"));
            askGroup().ifPresent(groups::add);
            if (!groups.isEmpty()) {
                setup.set(
                        "services." + name + ".groups",
                        groups.stream().distinct().toList());
            }
        }
        Tried tried = setup.validate();
        if (!tried.passed()) {
            SetupReport.print(tried, dialog.out());
        }
    }

    private Optional<String> askGroup() {
        String text = dialog.ask("Part of the group's name", "");
        List<FoundGroup> found;
        try {
            found = dialog.waiting("reading the directory", () -> setup.look(tree -> tree.groups(text)));
        } catch (DirectoryException | ConfigurationException e) {
            dialog.say(String.valueOf(e.getMessage()));
            return Optional.empty();
        }
        if (found.isEmpty()) {
            dialog.say("There is no group like that.");
            return Optional.empty();
        }
        for (int i = 0; i < found.size(); i++) {
            dialog.say(String.format(
                    "%4d  %s  %s", i + 1, found.get(i).name(), found.get(i).dn()));
        }
        String number = dialog.ask("Which (empty: none)", found.size() == 1 ? "1" : "");
        int at = number.matches("\\d{1,3}") ? Integer.parseInt(number) : 0;
        return at < 1 || at > found.size()
                ? Optional.empty()
                : Optional.of(found.get(at - 1).dn());
    }

    private void askPoll() {
        setup.set(
                "directory.poll",
                dialog.ask(
                        "How often to ask the directory although it did not ring",
                        setup.text("directory.poll").orElse(USUAL_POLL)));
    }
}
