package adsync.config;

import adsync.directory.ImageFilter;
import adsync.services.Service;
import adsync.services.Services;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the services: a name that the administrator gives, and who has the service. */
final class ServicesKind {

    private static final String GROUPS = "groups";
    private static final String FILTER = "filter";
    private static final String EXPECTED = "groups, filter or both";

    static final Kind<Services> KIND =
            new Kind<>(Services.class, "a section for each service", "a section for each service", ServicesKind::read);

    private static final Kind<Service> SERVICE = new Kind<>(Service.class, "service", EXPECTED, ServicesKind::service);

    private ServicesKind() {}

    private static Services read(Item item, Surroundings surroundings) throws Unexpected {
        if (!(item instanceof Item.Section section)) {
            throw new Unexpected(item.kind(), "write mailbox: {groups: [\"CN=Mail,OU=Groups,DC=contoso,DC=com\"]}");
        }
        Parts parts = Parts.named(section, surroundings);
        List<Service> services = new ArrayList<>();
        for (Item.Entry entry : parts.entries()) {
            if (Service.isName(entry.key())) {
                parts.read(entry, SERVICE).ifPresent(services::add);
            } else {
                parts.refuse(
                        entry.key(),
                        "expected the name of a service, found other characters; write lower-case words joined by"
                                + " hyphens, as in mailbox");
            }
        }
        parts.check();
        return new Services(services);
    }

    private static Service service(Item item, Surroundings surroundings) throws Unexpected {
        if (!(item instanceof Item.Section section)) {
            throw new Unexpected(item.kind(), "write {groups: [\"CN=Mail,OU=Groups,DC=contoso,DC=com\"]}");
        }
        Parts parts = Parts.of(section, surroundings, List.of(GROUPS, FILTER));
        List<String> groups =
                parts.read(GROUPS, Kinds.DISTINGUISHED_NAMES).map(Names::dns).orElse(List.of());
        Optional<ImageFilter> filter = parts.read(FILTER, Kinds.FILTER);
        parts.check();
        if (groups.isEmpty() && filter.isEmpty()) {
            throw new Unexpected("neither", "say who has the service");
        }
        String name = surroundings.key().substring(surroundings.key().lastIndexOf('.') + 1);
        return new Service(name, groups, filter);
    }
}
