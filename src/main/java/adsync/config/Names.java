package adsync.config;

import java.util.List;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;

/** Distinguished names, with the lines they stand on. */
record Names(List<Named> names) {
    Names {
        names = List.copyOf(names);
    }

    /** One of them. */
    record Named(String dn, int line) {

        /** Whether it names an object below the other one. */
        boolean below(Named other) {
            return parsed().size() > other.parsed().size() && parsed().startsWith(other.parsed());
        }

        boolean sameAs(Named other) {
            return parsed().equals(other.parsed());
        }

        /** Whether it has one component only: a whole name of the directory never has. */
        boolean single() {
            return parsed().size() == 1;
        }

        private LdapName parsed() {
            try {
                return new LdapName(dn);
            } catch (InvalidNameException e) {
                throw new IllegalStateException("it was checked when it was read", e);
            }
        }
    }

    List<String> dns() {
        return names.stream().map(Named::dn).toList();
    }
}
