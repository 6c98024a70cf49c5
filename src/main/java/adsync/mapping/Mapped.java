package adsync.mapping;

import adsync.scim.ScimResource;
import java.util.List;

/** What the mapping made of one user. */
public sealed interface Mapped {

    /** What could not be taken over; empty if all is well. */
    List<MappingNote> notes();

    /** The resource that the provider should have. */
    record User(ScimResource resource, List<MappingNote> notes) implements Mapped {
        public User {
            notes = List.copyOf(notes);
        }
    }

    /**
     * The user cannot exist at a provider as it is.
     *
     * @param cause one sentence for the administrator
     */
    record Refused(String cause, List<MappingNote> notes) implements Mapped {
        public Refused {
            notes = List.copyOf(notes);
        }
    }
}
