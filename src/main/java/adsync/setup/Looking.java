package adsync.setup;

import adsync.config.ConfigurationException;
import adsync.desk.BadQuestionException;
import adsync.directory.DirectoryException;
import adsync.directory.DirectoryTree;
import adsync.directory.DirectoryTree.Branch;
import adsync.directory.DirectoryTree.Listing;
import adsync.directory.DirectoryTree.UserCounts;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** Looks around in the directory for the page, a part of it at a time. */
record Looking(Setup setup) {

    static final int LARGEST_PAGE = 200;
    private static final int MOST_BRANCHES = 2_000;

    /** The servers of a domain as DNS names them; of what is none, the addresses that are meant. */
    static JsonObject discover(String given) {
        if (ServerNames.maybeDomain(given)) {
            try {
                return new JsonObject().put("servers", new JsonArray(Setup.discover(given)));
            } catch (DirectoryException e) {
                return addresses(given); // the name of a server, then
            }
        }
        return addresses(given);
    }

    private static JsonObject addresses(String given) {
        return new JsonObject().put("addresses", new JsonArray(ServerNames.addresses(given)));
    }

    JsonObject browse(JsonObject asked) {
        String dn = String.valueOf(asked.getValue("dn", ""));
        int offset = number(asked, "offset", 0, Integer.MAX_VALUE);
        int limit = number(asked, "limit", LARGEST_PAGE, MOST_BRANCHES);
        try {
            return setup.look(tree -> dn.isEmpty() ? domains(tree) : children(tree, dn, offset, limit));
        } catch (DirectoryException | ConfigurationException e) {
            return failed("directory.root", e);
        }
    }

    static JsonObject domains(DirectoryTree tree) {
        JsonArray branches = new JsonArray();
        boolean counted = true;
        for (Branch domain : tree.domains()) {
            UserCounts counts = tree.count(domain.dn());
            branches.add(branch(domain, counts.total()));
            counted &= counts.complete();
        }
        return new JsonObject()
                .put("branches", branches)
                .put("total", branches.size())
                .put("complete", true)
                .put("counted", counted);
    }

    private static JsonObject children(DirectoryTree tree, String dn, int offset, int limit) {
        Listing listing = tree.children(dn, false, offset, limit);
        UserCounts counts = tree.count(dn);
        JsonArray branches = new JsonArray();
        listing.branches().forEach(one -> branches.add(branch(one, counts.of(one.dn()))));
        return new JsonObject()
                .put("branches", branches)
                .put("total", listing.total())
                .put("complete", listing.complete())
                .put("users", counts.total())
                .put("here", counts.here())
                .put("counted", counts.complete());
    }

    private static JsonObject branch(Branch branch, int users) {
        return new JsonObject()
                .put("dn", branch.dn())
                .put("name", branch.name())
                .put("users", users);
    }

    JsonObject groups(JsonObject asked) {
        String text = String.valueOf(asked.getValue("text", ""));
        try {
            JsonArray groups = new JsonArray();
            setup.look(tree -> tree.groups(text))
                    .forEach(group -> groups.add(new JsonObject()
                            .put("dn", group.dn())
                            .put("name", group.name())
                            .put("description", group.description())));
            return new JsonObject().put("groups", groups);
        } catch (DirectoryException | ConfigurationException e) {
            return failed("services", e);
        }
    }

    /** What could not be looked at, as a failure of an answer. */
    static JsonObject failed(String key, RuntimeException e) {
        String cause = e instanceof ConfigurationException wrong
                ? wrong.problems().getFirst().text()
                : e.getMessage();
        return new JsonObject()
                .put(
                        "failures",
                        new JsonArray()
                                .add(new JsonObject()
                                        .put("key", key)
                                        .put("cause", cause)
                                        .put("remedy", "")));
    }

    static String text(JsonObject asked, String key) {
        if (asked.getValue(key) instanceof String text && !text.isBlank()) {
            return text.strip();
        }
        throw new BadQuestionException(key + " must be a text");
    }

    static int number(JsonObject asked, String key, int otherwise, int most) {
        if (asked.getValue(key, otherwise) instanceof Integer number && number >= 0 && number <= most) {
            return number;
        }
        throw new BadQuestionException(key + " must be a number from 0 to " + most);
    }
}
