package adsync.config;

import java.util.List;

/** Where a new key belongs among those that are there: as in the reference. */
final class KeyOrder {

    private KeyOrder() {}

    /**
     * The place of a new key.
     *
     * @param names what its section has, in the order of the file
     * @param path its full name
     * @return the number of keys before it
     */
    static int place(List<String> names, String path) {
        String prefix = path.substring(0, path.lastIndexOf('.') + 1);
        int rank = rank(path);
        for (int i = names.size(); i > 0; i--) {
            if (rank(prefix + names.get(i - 1)) <= rank) {
                return i;
            }
        }
        return 0;
    }

    /** That of the first key that it is, or that is within it. */
    private static int rank(String path) {
        for (int i = 0; i < Keys.ALL.size(); i++) {
            String known = Keys.ALL.get(i).path();
            if (known.equals(path) || known.startsWith(path + ".")) {
                return i;
            }
        }
        return Keys.ALL.size();
    }
}
