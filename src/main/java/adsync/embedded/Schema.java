package adsync.embedded;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The attributes and classes that exist, read once from {@code schema.txt}; a write of anything else is refused. */
final class Schema {

    private static final Map<String, AttributeType> ATTRIBUTES = new HashMap<>();
    private static final Map<String, ObjectClass> CLASSES = new HashMap<>();

    static {
        read();
    }

    static final AttributeType ACCOUNT_EXPIRES = attribute("accountExpires");
    static final AttributeType DISTINGUISHED_NAME = attribute("distinguishedName");
    static final AttributeType GROUP_TYPE = attribute("groupType");
    static final AttributeType INSTANCE_TYPE = attribute("instanceType");
    static final AttributeType IS_DELETED = attribute("isDeleted");
    static final AttributeType IS_RECYCLED = attribute("isRecycled");
    static final AttributeType LAST_KNOWN_PARENT = attribute("lastKnownParent");
    static final AttributeType LOCKOUT_TIME = attribute("lockoutTime");
    static final AttributeType MAX_PWD_AGE = attribute("maxPwdAge");
    static final AttributeType MEMBER = attribute("member");
    static final AttributeType NAME = attribute("name");
    static final AttributeType OBJECT_CATEGORY = attribute("objectCategory");
    static final AttributeType OBJECT_CLASS = attribute("objectClass");
    static final AttributeType OBJECT_GUID = attribute("objectGUID");
    static final AttributeType OBJECT_SID = attribute("objectSid");
    static final AttributeType PARENT_GUID = attribute("parentGUID");
    static final AttributeType PRIMARY_GROUP_ID = attribute("primaryGroupID");
    static final AttributeType PWD_LAST_SET = attribute("pwdLastSet");
    static final AttributeType REPL_UP_TO_DATE_VECTOR = attribute("replUpToDateVector");
    static final AttributeType SAM_ACCOUNT_NAME = attribute("sAMAccountName");
    static final AttributeType SAM_ACCOUNT_TYPE = attribute("sAMAccountType");
    static final AttributeType UNICODE_PWD = attribute("unicodePwd");
    static final AttributeType USER_ACCOUNT_CONTROL = attribute("userAccountControl");
    static final AttributeType USER_PRINCIPAL_NAME = attribute("userPrincipalName");
    static final AttributeType USN_CHANGED = attribute("uSNChanged");
    static final AttributeType USN_CREATED = attribute("uSNCreated");
    static final AttributeType WHEN_CHANGED = attribute("whenChanged");
    static final AttributeType WHEN_CREATED = attribute("whenCreated");

    private Schema() {}

    /** The attribute of that name in any letter case; null if there is none. */
    static @Nullable AttributeType find(String name) {
        return ATTRIBUTES.get(name.toLowerCase(Locale.ROOT));
    }

    /** An attribute that must exist. */
    static AttributeType attribute(String name) {
        return Objects.requireNonNull(find(name), name);
    }

    static Collection<AttributeType> attributes() {
        return ATTRIBUTES.values();
    }

    static @Nullable ObjectClass findClass(String name) {
        return CLASSES.get(name.toLowerCase(Locale.ROOT));
    }

    static ObjectClass objectClass(String name) {
        return Objects.requireNonNull(findClass(name), name);
    }

    static Collection<ObjectClass> classes() {
        return CLASSES.values();
    }

    private static void read() {
        try (InputStream resource = Objects.requireNonNull(Schema.class.getResourceAsStream("schema.txt"));
                BufferedReader lines = new BufferedReader(new InputStreamReader(resource, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!line.isBlank() && !line.startsWith("#")) {
                    declare(line.trim().split("\\s+", -1));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void declare(String[] words) {
        switch (words[0]) {
            case "attributes" -> declareAttributes(words);
            case "link" -> declareLink(words);
            case "class" -> declareClass(words);
            default -> throw new IllegalStateException("schema.txt: " + words[0]);
        }
    }

    private static void declareAttributes(String[] words) {
        Set<Trait> traits = EnumSet.noneOf(Trait.class);
        int at = 2;
        for (; !words[at].equals(":"); at++) {
            traits.add(Trait.valueOf(words[at].toUpperCase(Locale.ROOT)));
        }
        Syntax syntax = Syntax.valueOf(words[1].toUpperCase(Locale.ROOT));
        for (at++; at < words.length; at++) {
            put(new AttributeType(words[at], syntax, traits, ""));
        }
    }

    private static void declareLink(String[] words) {
        Set<Trait> traits = words.length > 3 ? Set.of(Trait.SINGLE) : Set.of();
        put(new AttributeType(words[1], Syntax.LINK, traits, words[2]));
        put(new AttributeType(words[2], Syntax.BACK_LINK, Set.of(Trait.SYSTEM, Trait.LOCAL), words[1]));
    }

    private static void declareClass(String[] words) {
        List<String> lineage = new ArrayList<>();
        if (!words[2].equals("-")) {
            lineage.addAll(objectClass(words[2]).lineage());
        }
        lineage.add(words[1]);
        Set<String> parents = Set.copyOf(Arrays.asList(words).subList(5, words.length));
        CLASSES.put(words[1].toLowerCase(Locale.ROOT), new ObjectClass(words[1], words[3], words[4], lineage, parents));
    }

    private static void put(AttributeType type) {
        if (ATTRIBUTES.put(type.key(), type) != null) {
            throw new IllegalStateException("schema.txt declares " + type + " twice");
        }
    }
}
