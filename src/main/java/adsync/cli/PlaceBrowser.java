package adsync.cli;

import adsync.config.ConfigurationException;
import adsync.directory.DirectoryException;
import adsync.directory.DirectoryTree;
import adsync.directory.DirectoryTree.Branch;
import adsync.directory.DirectoryTree.Listing;
import adsync.directory.DirectoryTree.UserCounts;
import adsync.setup.Setup;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Has somebody choose an object by walking the tree of the directory; a distinguished name may be typed at any moment. */
final class PlaceBrowser {

    private static final int PAGE = 20;

    private final Setup setup;
    private final Dialog dialog;
    private final Deque<String> above = new ArrayDeque<>();
    private @Nullable String place;
    private int offset;

    PlaceBrowser(Setup setup, Dialog dialog) {
        this.setup = setup;
        this.dialog = dialog;
    }

    /** What is shown of an object. */
    private record View(
            List<Branch> branches,
            int total,
            boolean complete,
            @Nullable UserCounts counts) {}

    /**
     * Asks.
     *
     * @param from where to begin; empty for the domain
     * @return the distinguished name that was chosen
     */
    String choose(String question, String from) {
        place = from.isEmpty() ? null : from;
        while (true) {
            View view = view();
            show(view);
            String answer = dialog.ask(
                    question + "? A number opens, s selects " + (place == null ? "nothing yet" : "this one")
                            + ", u goes up, n and p turn the page; or type its name",
                    place == null && view.branches().size() == 1 ? "1" : "");
            if (answer.contains("=")) {
                return answer;
            }
            if (answer.equals("s") && place != null) {
                return place;
            }
            go(answer, view);
        }
    }

    private void go(String answer, View view) {
        switch (answer) {
            case "u" -> move(above.isEmpty() ? null : above.pop());
            case "n" -> offset = offset + PAGE < view.total() ? offset + PAGE : offset;
            case "p" -> offset = Math.max(0, offset - PAGE);
            default -> open(answer, view);
        }
    }

    private void open(String answer, View view) {
        int number = answer.matches("\\d{1,6}") ? Integer.parseInt(answer) - offset : 0;
        if (number < 1 || number > view.branches().size()) {
            dialog.say("Please type a number of the list, s, u, n, p, or a distinguished name.");
            return;
        }
        if (place != null) {
            above.push(place);
        }
        move(view.branches().get(number - 1).dn());
    }

    private void move(@Nullable String to) {
        place = to;
        offset = 0;
    }

    private View view() {
        String here = place;
        try {
            return dialog.waiting("reading the directory", () -> setup.look(tree -> view(tree, here)));
        } catch (DirectoryException | ConfigurationException e) {
            dialog.say(String.valueOf(e.getMessage()));
            return new View(List.of(), 0, true, null);
        }
    }

    private View view(DirectoryTree tree, @Nullable String here) {
        if (here == null) {
            List<Branch> domains = tree.domains();
            return new View(domains, domains.size(), true, null);
        }
        Listing listing = tree.children(here, false, offset, PAGE);
        return new View(listing.branches(), listing.total(), listing.complete(), tree.count(here));
    }

    private void show(View view) {
        UserCounts counts = view.counts();
        dialog.say("");
        if (place != null) {
            dialog.say(place
                    + (counts == null
                            ? ""
                            : "  (" + users(counts.total(), counts) + ", " + users(counts.here(), counts)
                                    + " directly)"));
        }
        for (int i = 0; i < view.branches().size(); i++) {
            Branch branch = view.branches().get(i);
            dialog.say(String.format(
                    "%4d  %s%s",
                    offset + i + 1,
                    branch.name(),
                    counts == null ? "" : "  (" + users(counts.of(branch.dn()), counts) + ")"));
        }
        if (view.total() > view.branches().size()) {
            dialog.say(String.format(
                    "      %d to %d of %s",
                    offset + 1, offset + view.branches().size(), (view.complete() ? "" : "at least ") + view.total()));
        }
    }

    static String users(int number, UserCounts counts) {
        return (counts.complete() ? "" : "at least ") + number + (number == 1 ? " user" : " users");
    }
}
