package adsync.cli;

import adsync.app.Preview;
import adsync.directory.DirectoryException;
import adsync.directory.DirectoryTree;
import adsync.directory.DirectoryTree.Branch;
import adsync.directory.DirectoryTree.Listing;
import adsync.directory.DirectoryTree.UserCounts;
import adsync.observe.Progress;
import adsync.setup.Setup;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code adsync browse}: the tree of the directory, with how many users live where. */
@Command(
        name = "browse",
        description = {
            "Shows what is in the directory: units and containers with the number of users below them.",
            "The directory is that of the configuration, or of the flags, which may also be given before there is a configuration."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "Example: adsync browse",
            "Example: adsync browse --depth 2 --users OU=Staff,DC=contoso,DC=com",
            "Exit code 0 if it could be read, 1 if there is no such object, 2 if the configuration or the",
            "command line cannot be used, 3 if the directory does not answer or refuses us."
        })
final class BrowseCommand implements Callable<Integer> {

    private static final int DEEPEST = 10;
    private static final Set<String> OF_THE_SET_UP_ALONE =
            Set.of("--organization", "--root", "--exclude", "--filter", "--service", "--poll", "--state", "--listen");

    @Mixin
    private ConfigurationFile file = new ConfigurationFile();

    @Mixin
    private SetupFlags flags = new SetupFlags();

    @Parameters(arity = "0..1", paramLabel = "DN", description = "where to begin (default: the domains)")
    private @Nullable String start;

    @Option(names = "--depth", paramLabel = "N", defaultValue = "1", description = "how many levels (default: 1)")
    private int depth;

    @Option(names = "--users", description = "lists users too")
    private boolean users;

    @Option(
            names = "--offset",
            paramLabel = "N",
            defaultValue = "0",
            description = "leaves out so many of a level (default: 0)")
    private int offset;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "100",
            description = "shows so many of a level at most (default: 100)")
    private int limit;

    @Option(names = "--json", description = "prints one JSON object a line")
    private boolean json;

    private final AtomicLong printed = new AtomicLong();
    private Terminal.Shown shown = Terminal.Shown.NOTHING;

    /** Answers about what is shipped, and where to, mean nothing to somebody who looks around; they are taken all the same. */
    static void hideWhatIsShipped(CommandSpec specification) {
        for (OptionSpec option : List.copyOf(specification.options())) {
            String name = option.longestName();
            if (OF_THE_SET_UP_ALONE.contains(name) || name.startsWith("--provider-")) {
                specification.remove(option);
                specification.addOption(option.toBuilder().hidden(true).build());
            }
        }
    }

    @Spec
    private CommandSpec specification = CommandSpec.create();

    @Override
    public Integer call() {
        if (depth < 1 || depth > DEEPEST) {
            throw new ParameterException(specification.commandLine(), "--depth must be from 1 to " + DEEPEST);
        }
        if (offset < 0) {
            throw new ParameterException(specification.commandLine(), "--offset must not be negative");
        }
        Limits.checked(limit, specification);
        Setup setup = Setup.begin(file.path(), System.getenv(), Preview.forecaster(Clock.systemUTC()));
        flags.answer(setup, specification);
        shown = Terminal.showing(
                specification.commandLine().getErr(),
                () -> new Progress.State("reading the directory", printed.get(), 0));
        try {
            return setup.look(this::show);
        } catch (DirectoryException e) {
            return told(String.valueOf(e.getMessage()), ExitCode.REFUSED);
        } finally {
            shown.close();
        }
    }

    private int told(String message, int code) {
        PrintWriter err = specification.commandLine().getErr();
        shown.above(() -> {
            err.println("adsync: " + message);
            err.flush();
        });
        return code;
    }

    private int show(DirectoryTree tree) {
        List<Branch> beginnings;
        if (start == null) {
            beginnings = tree.domains();
        } else {
            beginnings = tree.branch(start).stream().toList();
            if (beginnings.isEmpty()) {
                return told(start + " does not exist, or the account may not see it", ExitCode.NOT_WELL);
            }
        }
        for (Branch beginning : beginnings) {
            show(tree, beginning, 0, tree.count(beginning.dn()));
        }
        return ExitCode.OK;
    }

    private void show(DirectoryTree tree, Branch branch, int level, UserCounts counts) {
        print(branch, level, counts, counts.total());
        below(tree, branch, level, counts);
    }

    private void below(DirectoryTree tree, Branch branch, int level, UserCounts counts) {
        if (level >= depth) {
            return;
        }
        Listing listing = tree.children(branch.dn(), users, offset, limit);
        for (Branch child : listing.branches()) {
            if (child.user()) {
                print(child, level + 1, counts, 0);
            } else if (level + 1 < depth) {
                show(tree, child, level + 1, tree.count(child.dn()));
            } else {
                print(child, level + 1, counts, counts.of(child.dn()));
            }
        }
        int left = listing.total() - offset - listing.branches().size();
        if (left > 0) {
            more(level + 1, branch, left, listing.complete());
        }
    }

    private void print(Branch branch, int level, UserCounts counts, int number) {
        if (json) {
            JsonObject line = new JsonObject()
                    .put("dn", branch.dn())
                    .put("name", branch.name())
                    .put("level", level)
                    .put("user", branch.user());
            if (!branch.user()) {
                line.put("users", number).put("counted", counts.complete());
            }
            print(line.encode());
        } else {
            String name = level == 0 ? branch.dn() : branch.name();
            print("  ".repeat(level) + name + (branch.user() ? "" : "  (" + PlaceBrowser.users(number, counts) + ")"));
        }
        printed.incrementAndGet();
    }

    private void print(String line) {
        PrintWriter out = specification.commandLine().getOut();
        shown.above(() -> {
            out.println(line);
            out.flush();
        });
    }

    private void more(int level, Branch branch, int left, boolean complete) {
        if (json) {
            print(new JsonObject()
                    .put("below", branch.dn())
                    .put("more", left)
                    .put("complete", complete)
                    .encode());
        } else {
            print("  ".repeat(level) + "… and " + (complete ? "" : "at least ") + left
                    + " more; --offset and --limit show them");
        }
    }
}
