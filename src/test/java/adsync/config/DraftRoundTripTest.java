package adsync.config;

import static org.assertj.core.api.Assertions.assertThat;

import adsync.secret.Secrets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever somebody wrote, a draft of it means the same, also when it is written anew and after an answer came and went. */
class DraftRoundTripTest {

    private static final int FILES = 120;

    /** Keys that may be left out, each with what may stand there; those of one line exclude each other. */
    private static final List<List<String>> CHOICES = List.of(
            List.of("directory.trust: ca.pem"),
            List.of("directory.startTls: true", "directory.startTls: false"),
            List.of("directory.poll: 5m", "directory.poll: '1s'"),
            List.of(
                    "scope.exclude: [\"OU=Test,OU=Staff,DC=contoso,DC=com\", \"OU=B\\\\, C,OU=Staff,DC=contoso,DC=com\"]"),
            List.of("scope.filter: \"(&(mail=*)(!(title=\\\\2a#: x)))\"", "scope.filter: (employeeType=staff)"),
            List.of("groups.ship: true"),
            List.of("provider.trust: ca.pem"),
            List.of("provider.adopt: unmanaged", "provider.adopt: always"),
            List.of("provider.batch.size: 50"),
            List.of("provider.batch.linger: 100ms"),
            List.of("provider.concurrency: 8"),
            List.of("provider.timeout: 10s"),
            List.of("mapping: mapping.yaml"),
            List.of(
                    "services: {mailbox: {groups: [\"CN=Mail,OU=Groups,DC=contoso,DC=com\"], filter: \"(mail=*)\"}, chat: {filter: (cn=*)}}"),
            List.of("deprovision: delete", "deprovision: {policy: disable-then-delete, after: 12h}"),
            List.of("reconcile: off", "reconcile: {every: 2h}"),
            List.of("guard.window: 2h"),
            List.of("guard.delete.count: 3"),
            List.of("guard.delete.percent: 0"),
            List.of("guard.rename: {count: 7, percent: off}"),
            List.of("state: /var/lib/adsync", "state: \"a b: # c\""),
            List.of("listen: \"[::1]:0\"", "listen: 0.0.0.0:8480"),
            List.of("log: console"));

    private static final List<List<String>> NEEDED = List.of(
            List.of("organization: contoso", "organization: \"12\"", "organization: 'true'"),
            List.of(
                    "directory.servers: [ldaps://dc1.contoso.com, \"ldaps://dc2.contoso.com:637\"]",
                    "directory.domain: contoso.com"),
            List.of(
                    "directory.root: OU=Staff,DC=contoso,DC=com",
                    "directory.roots: [\"OU=Staff,DC=contoso,DC=com\", \"OU=Größe \\\\#1,DC=contoso,DC=com\"]"),
            List.of(
                    "directory.user: svc@contoso.com",
                    "directory.user: CONTOSO\\svc",
                    "directory.user: 'CN=a''b,DC=contoso,DC=com'"),
            List.of(
                    "directory.password: ${env:ADSYNC_DIRECTORY_PASSWORD}",
                    "directory.password: \" blank: {} # '\\\" \""),
            List.of("provider.url: https://scim.example.net/{organization}/v2"),
            List.of("provider.user: contoso-sync", "provider.user: \"{x}\""),
            List.of("provider.password: ${env:ADSYNC_PROVIDER_PASSWORD}", "provider.password: 'pass: word'"));

    @TempDir
    Path folder;

    private Written written;

    @BeforeEach
    void place() throws IOException {
        written = new Written(folder);
        written.write("mapping.yaml", "title: off\n");
        Files.copy(Certificates.pem(folder), folder.resolve("ca.pem"));
    }

    @Test
    void any_configuration_means_the_same_when_it_comes_out_of_a_draft() {
        for (int seed = 0; seed < FILES; seed++) {
            String text = text(new Random(seed));
            Configuration before = written.load(text);
            Draft draft = Draft.of(written.file());

            draft.set("directory.poll", "17s").set("services.more.groups", List.of("CN=X,DC=contoso,DC=com"));
            assertThat(draft.configuration(secrets()).poll()).as(text).hasSeconds(17);
            Draft back = Draft.of(written.file()).copy();
            written.write("adsync.yaml", back.yaml());

            Configuration after = Configuration.load(written.file(), Written.ENVIRONMENT);
            assertThat(after)
                    .as("seed %d:%n%s%nbecame%n%s", seed, text, back.yaml())
                    .usingRecursiveComparison()
                    .ignoringFields("warnings")
                    .isEqualTo(before);
            assertThat(comments(back.yaml()))
                    .as("%s%nbecame%n%s", text, back.yaml())
                    .isEqualTo(comments(text));
            assertThat(after.warnings()).hasSameSizeAs(before.warnings());
        }
    }

    private static long comments(String text) {
        return text.lines()
                .filter(line -> line.matches(" *# about .*|.* # why: so"))
                .count();
    }

    private Secrets secrets() {
        return new Secrets(Written.ENVIRONMENT, folder);
    }

    /** A file in a person's hand: sections as blocks or on one line, comments and empty lines anywhere. */
    private static String text(Random random) {
        List<String> lines = new ArrayList<>();
        NEEDED.forEach(one -> lines.add(one.get(random.nextInt(one.size()))));
        CHOICES.stream()
                .filter(one -> random.nextInt(3) == 0)
                .forEach(one -> lines.add(one.get(random.nextInt(one.size()))));
        Map<String, Object> top = new LinkedHashMap<>();
        for (String line : lines) {
            String[] both = line.split(": ", 2);
            put(top, both[0], both[1]);
        }
        StringBuilder text = new StringBuilder(random.nextBoolean() ? "# A file: {of} 'ours'\n\n" : "");
        write(top, "", random, text);
        return text.toString();
    }

    @SuppressWarnings("unchecked")
    private static void put(Map<String, Object> section, String path, String value) {
        int dot = path.indexOf('.');
        if (dot < 0) {
            section.put(path, value);
        } else {
            put(
                    (Map<String, Object>)
                            section.computeIfAbsent(path.substring(0, dot), name -> new LinkedHashMap<>()),
                    path.substring(dot + 1),
                    value);
        }
    }

    @SuppressWarnings("unchecked")
    private static void write(Map<String, Object> section, String indent, Random random, StringBuilder text) {
        section.forEach((name, value) -> {
            if (random.nextInt(5) == 0) {
                text.append('\n');
            }
            if (random.nextInt(4) == 0) {
                text.append(indent).append("# about ").append(name).append(": \"\n");
            }
            text.append(indent).append(name).append(':');
            if (value instanceof Map<?, ?> inner) {
                if (!indent.isEmpty()
                        && random.nextBoolean()
                        && !inner.toString().contains("#")) {
                    text.append(" {");
                    inner.forEach((key, one) ->
                            text.append(key).append(": ").append(one).append(", "));
                    text.append("}\n");
                } else {
                    text.append(random.nextInt(4) == 0 ? " # section\n" : "\n");
                    write((Map<String, Object>) inner, indent + "  ", random, text);
                }
            } else {
                text.append(' ').append(value).append(random.nextInt(4) == 0 ? "   # why: so\n" : "\n");
            }
        });
        if (random.nextInt(3) == 0) {
            text.append(indent).append("# an end\n");
        }
    }
}
