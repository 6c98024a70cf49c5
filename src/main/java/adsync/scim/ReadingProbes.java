package adsync.scim;

import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** What can be found out about a provider without writing. */
final class ReadingProbes {

    private static final String DISCOVERY = "discovery";
    private static final String USERS = "users";
    private static final String FILTERS = "filters";
    private static final String PAGING = "paging";
    private static final String ERRORS = "errors";
    private static final String ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

    /** Configuration, schemas, resource types. */
    private static final int DESCRIPTIONS = 3;

    private final ProbeLine line;
    private final Map<String, String> switches;
    private final String extension;
    private final List<String> needPatch;
    private final List<String> absent = new ArrayList<>();

    /**
     * Notes what follows from it for ADSync.
     *
     * @param extension the URN of the extension that ADSync would send
     * @param needPatch what is configured and works by PATCH only
     */
    ReadingProbes(ProbeLine line, Map<String, String> switches, String extension, List<String> needPatch) {
        this.line = line;
        this.switches = switches;
        this.extension = extension;
        this.needPatch = needPatch;
    }

    /** All of them; what the provider says that it can do. Stops if the login is refused: every further answer would be the same. */
    ProviderFeatures run() {
        ProviderFeatures features = config();
        if (!users()) {
            return features;
        }
        schemas();
        resourceTypes();
        base();
        filter("userName");
        filter("externalId");
        brokenFilter();
        paging();
        missing();
        groups();
        return features;
    }

    /** What every provider has at its base address. */
    private Reply.Answer described(String path) {
        Reply.Answer answer = line.get(path);
        if (answer.status() == 404) {
            absent.add(path);
        }
        return answer;
    }

    private void base() {
        if (absent.size() == DESCRIPTIONS) {
            line.fails(
                    DISCOVERY,
                    "base address",
                    "404 for each of " + String.join(", ", absent),
                    "check provider.url: it is the address below which /Users and these lie; a provider that has none of"
                            + " them does not speak SCIM 2.0 (RFC 7644 4)");
        }
    }

    private ProviderFeatures config() {
        Reply.Answer answer = described("/ServiceProviderConfig");
        if (answer.status() != 200 || answer.json().isEmpty()) {
            line.differs(
                    DISCOVERY,
                    "ServiceProviderConfig",
                    line.told(answer),
                    "serve it (RFC 7644 4): without it ADSync sends no Bulk");
            switches.put("bulk", "no: the provider does not say that it has it");
            return ServiceProviderConfig.UNKNOWN;
        }
        ProviderFeatures features = ServiceProviderConfig.read(answer.json());
        form(DISCOVERY, "ServiceProviderConfig", answer, "is served");
        if (features.patch()) {
            line.works(DISCOVERY, "PATCH is offered", "patch.supported is not false");
            switches.put("changes", "PATCH, a path in every operation, lists whole");
        } else {
            switches.put("changes", "GET and PUT of the whole user: there is no PATCH");
            withoutPatch();
        }
        if (features.bulk()) {
            line.works(
                    DISCOVERY,
                    "Bulk is offered",
                    "up to " + features.maxOperations() + " operations and " + features.maxPayloadSize() + " octets");
            switches.put(
                    "bulk",
                    "yes, under load: up to " + Math.min(100, features.maxOperations())
                            + " operations a request unless provider.batch.size says otherwise");
        } else {
            line.differs(
                    DISCOVERY,
                    "Bulk is offered",
                    "bulk.supported is not true",
                    "offer it (RFC 7644 3.7): a first load is faster with it; until then every user is a request");
            switches.put("bulk", "no: a request for each user");
        }
        return features;
    }

    private void withoutPatch() {
        String probe = "PATCH is offered";
        if (needPatch.isEmpty()) {
            line.differs(
                    DISCOVERY,
                    probe,
                    "patch.supported is false",
                    "offer it (RFC 7644 3.5.2): until then a change is two requests, and there are no shipped groups and no"
                            + " passwords by attribute");
        } else {
            line.fails(DISCOVERY, probe, Explanation.noPatch(needPatch), Explanation.PATCH_NEEDED);
        }
    }

    private void form(String area, String probe, Reply.Answer answer, String detail) {
        if (ProbeLine.isScimJson(answer)) {
            line.works(area, probe, detail);
        } else {
            line.differs(
                    area, probe, detail + ", but not as " + HttpCall.SCIM_JSON, "set that Content-Type (RFC 7644 3.1)");
        }
    }

    private boolean users() {
        Reply.Answer answer = line.get("/Users?startIndex=1&count=1");
        boolean listed = answer.status() == 200 && Body.number(answer.json(), "totalResults", -1) >= 0;
        if (listed) {
            form(USERS, "login and list", answer, Body.number(answer.json(), "totalResults", 0) + " users");
        } else {
            line.fails(
                    USERS,
                    "login and list",
                    line.told(answer),
                    answer.status() == 401 || answer.status() == 403
                            ? "give this login the right to read and write users"
                            : "answer GET /Users with a list that has totalResults (RFC 7644 3.4.2)");
        }
        return listed;
    }

    private void schemas() {
        Reply.Answer answer = described("/Schemas");
        Set<String> urns = SchemaList.read(answer.json());
        if (answer.status() != 200 || urns.isEmpty()) {
            line.differs(
                    DISCOVERY,
                    "Schemas",
                    answer.status() == 200 ? "no whole list with the schema of users" : line.told(answer),
                    "serve them whole (RFC 7643 7): ADSync then sends nothing that is not in them, now it sends all");
            switches.put("extensions", "all: the provider does not list its schemas");
            return;
        }
        line.works(DISCOVERY, "Schemas", urns.size() + " listed");
        extension(urns, ENTERPRISE, "enterprise extension", "department, manager and employee number");
        extension(urns, extension, "extension of ADSync", "services, aliases and other hosting attributes");
    }

    private void extension(Set<String> urns, String urn, String name, String what) {
        boolean listed = urns.stream().anyMatch(urn::equalsIgnoreCase);
        switches.put("extensions: " + urn, listed ? "sent" : "not sent");
        if (listed) {
            line.works(DISCOVERY, name, "is listed");
        } else {
            line.differs(DISCOVERY, name, "is not listed", "define " + urn + "; until then " + what + " are not sent");
        }
    }

    private void resourceTypes() {
        Reply.Answer answer = described("/ResourceTypes");
        boolean users = ProbeLine.resources(answer).stream()
                .anyMatch(type -> String.valueOf(Body.text(type, "endpoint")).endsWith("/Users"));
        if (users) {
            line.works(DISCOVERY, "ResourceTypes", "users are at /Users");
        } else {
            line.differs(DISCOVERY, "ResourceTypes", line.told(answer), "list them with User at /Users (RFC 7643 6)");
        }
    }

    /** Of a value that nobody has: an answer with anybody in it means that the filter is not looked at. */
    private void filter(String attribute) {
        Reply.Answer answer = line.get("/Users?filter=" + ProbeLine.equal(attribute, "nobody-" + UUID.randomUUID()));
        String probe = attribute + " eq, nobody has it";
        if (answer.status() == 200 && ProbeLine.resources(answer).isEmpty()) {
            line.works(FILTERS, probe, "an empty list");
        } else {
            line.fails(
                    FILTERS,
                    probe,
                    answer.status() == 200 ? "users who do not match" : line.told(answer),
                    "filter by " + attribute
                            + " (RFC 7644 3.4.2.2): ADSync asks so for an account before it creates one");
        }
    }

    private void brokenFilter() {
        Reply.Answer answer = line.get("/Users?filter=" + ProbeLine.encode("userName eq"));
        if (answer.status() == 400) {
            line.works(FILTERS, "a broken one", "400");
        } else {
            line.differs(FILTERS, "a broken one", line.told(answer), "answer 400 invalidFilter (RFC 7644 3.12)");
        }
    }

    private void paging() {
        Reply.Answer first = line.get("/Users?startIndex=1&count=1");
        long total = Body.number(first.json(), "totalResults", 0);
        int given = ProbeLine.resources(first).size();
        if (given <= 1) {
            line.works(PAGING, "count=1", given + " of " + total);
        } else {
            line.differs(
                    PAGING,
                    "count=1",
                    given + " users",
                    "give at most count (RFC 7644 3.4.2.4): listing all accounts is slow without pages");
        }
        List<JsonObject> behind = ProbeLine.resources(line.get("/Users?startIndex=" + (total + 1000) + "&count=1"));
        if (behind.isEmpty()) {
            line.works(PAGING, "startIndex behind the end", "an empty list");
        } else {
            line.differs(
                    PAGING,
                    "startIndex behind the end",
                    "users",
                    "give an empty list: ADSync notices by the users that it has seen already");
        }
    }

    private void missing() {
        Reply.Answer answer = line.get("/Users/" + UUID.randomUUID());
        if (answer.status() != 404) {
            line.fails(
                    ERRORS,
                    "a user who is not there",
                    line.told(answer),
                    "answer 404: ADSync then looks for the account anew, instead of failing for ever");
        } else if (ProbeLine.isScimError(answer)) {
            line.works(ERRORS, "a user who is not there", "404 in the standard's form");
        } else {
            line.differs(
                    ERRORS,
                    "a user who is not there",
                    "404 in a form of its own",
                    "use the standard's (RFC 7644 3.12), so that status and why can tell the cause");
        }
    }

    private void groups() {
        Reply.Answer answer = line.get("/Groups?startIndex=1&count=1&excludedAttributes=members");
        if (answer.status() == 200) {
            line.works("groups", "list", Body.number(answer.json(), "totalResults", 0) + " groups");
        } else {
            line.differs(
                    "groups", "list", line.told(answer), "offer /Groups if groups are to be shipped (groups.ship)");
        }
    }
}
