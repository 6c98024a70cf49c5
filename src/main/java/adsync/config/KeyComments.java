package adsync.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.comments.CommentLine;
import org.snakeyaml.engine.v2.nodes.Node;

/** What a person would write above a key, for one that is new in a file. */
final class KeyComments {

    /** Stands at the beginning of a new file. */
    static final String HEAD = """
            # ADSync: one company's directory, one provider. Every key is explained in docs/configuration.md.
            # Secrets are in files beside this one, which only the account of the service may read.
            """;

    private static final Map<String, String> COMMENTS = Map.ofEntries(
            Map.entry("organization", " The tenant at the provider."),
            Map.entry("directory.servers", " Domain controllers in order of preference."),
            Map.entry("directory.domain", " Its domain controllers are found in DNS."),
            Map.entry(
                    "directory.root",
                    " Users at and below this object are shipped. It is followed when it is renamed or moved."),
            Map.entry(
                    "directory.roots",
                    " Users at and below these objects are shipped. They are followed when they are renamed or moved."),
            Map.entry("directory.user", " The account that reads the directory."),
            Map.entry("directory.trust", " Certificate authorities of the directory, in PEM."),
            Map.entry("directory.poll", " How often to ask although the directory did not ring."),
            Map.entry("scope", " Who of them is not shipped after all."),
            Map.entry("groups", " The groups at and below the roots, too."),
            Map.entry("provider.url", " May contain {organization}."),
            Map.entry("provider.trust", " Certificate authorities of the provider, in PEM."),
            Map.entry("provider.adopt", " Accounts that exist already: never, unmanaged, always."),
            Map.entry(
                    "services",
                    " Who has which service: members of the groups, nested ones too, and whoever matches the filter."),
            Map.entry(
                    "deprovision",
                    " What becomes of the account of a user who is gone: disable, delete, disable-then-delete."),
            Map.entry("state", " Folder of the journal."),
            Map.entry("listen", " Metrics, health and the administrator's page."),
            Map.entry("log", " How log lines look: json or console."));

    private KeyComments() {}

    /** Puts an empty line between sections, and the comment of the key, if there is one, above it. */
    static void annotate(Node key, String path) {
        List<CommentLine> lines = new ArrayList<>();
        if (path.indexOf('.') < 0) {
            lines.add(YamlText.comment(""));
        }
        String comment = COMMENTS.get(path);
        if (comment != null) {
            lines.add(YamlText.comment(comment));
        }
        key.setBlockComments(lines);
    }
}
