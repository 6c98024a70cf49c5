package adsync.mapping;

/**
 * Something about one user that an administrator may want to mend in the directory. The rest of the user is mapped all
 * the same. It never contains the value itself.
 *
 * @param path the SCIM path, as the mapping's table writes it
 * @param attribute the directory attribute
 * @param reason why its value was left out or not taken
 */
public record MappingNote(String path, String attribute, String reason) {

    @Override
    public String toString() {
        return attribute + " -> " + path + ": " + reason;
    }
}
