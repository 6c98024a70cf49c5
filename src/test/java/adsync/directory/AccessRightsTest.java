package adsync.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import adsync.change.ObjectGuid;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Whether an attribute may be read, by the list of access rights. */
class AccessRightsTest {

    private static final String US = "S-1-5-11";
    private static final String THEM = "S-1-5-18";
    private static final AttributeRights MEMBER = LinkAttribute.MEMBER.rights();
    private static final ObjectGuid ITS_SET = ObjectGuid.parse("bc0ac240-79a9-11d0-9020-00c04fc2d4cf");
    private static final ObjectGuid ANOTHER = ObjectGuid.parse("59ba2f42-79a2-11d0-9020-00c04fc2d3cf");

    private static final int ALLOWED = 0;
    private static final int DENIED = 1;
    private static final int ALLOWED_OBJECT = 5;
    private static final int DENIED_OBJECT = 6;
    private static final int DENIED_IF = 10;
    private static final int READ_PROPERTY = 0x10;
    private static final int WRITE_PROPERTY = 0x20;
    private static final int CONTROL_ACCESS = 0x100;
    private static final int ONLY_BELOW = 0x8;

    private static boolean granted(byte[]... entries) {
        return granted(MEMBER, entries);
    }

    private static boolean granted(AttributeRights rights, byte[]... entries) {
        return AccessRights.grantReading(descriptor(0x8004, 20, entries), Set.of(US), rights);
    }

    private static byte[] descriptor(int control, int offset, byte[]... entries) {
        int size = Arrays.stream(entries).mapToInt(entry -> entry.length).sum();
        ByteBuffer octets = ByteBuffer.allocate(28 + size).order(ByteOrder.LITTLE_ENDIAN);
        octets.putShort((short) 1).putShort((short) control).position(16).putInt(offset);
        octets.putShort((short) 4)
                .putShort((short) (8 + size))
                .putShort((short) entries.length)
                .position(28);
        List.of(entries).forEach(octets::put);
        return octets.array();
    }

    private static byte[] entry(int type, String sid, int mask) {
        return entry(type, 0, sid, mask, new byte[0]);
    }

    private static byte[] object(int type, String sid, ObjectGuid name) {
        byte[] named = ByteBuffer.allocate(20)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(1)
                .put(name.octets())
                .array();
        return entry(type, 0, sid, READ_PROPERTY, named);
    }

    /** For heirs of one class only, which does not matter where it is not for heirs alone. */
    private static byte[] inherited(int type, int flags, String sid) {
        byte[] heirs = ByteBuffer.allocate(20)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(2)
                .put(ANOTHER.octets())
                .array();
        return entry(type, flags, sid, READ_PROPERTY, heirs);
    }

    private static byte[] entry(int type, int flags, String sid, int mask, byte[] named) {
        int authority = Integer.parseInt(sid.substring(sid.lastIndexOf('-') + 1));
        int size = 20 + named.length;
        return ByteBuffer.allocate(size)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put((byte) type)
                .put((byte) flags)
                .putShort((short) size)
                .putInt(mask)
                .put(named)
                .put(new byte[] {1, 1, 0, 0, 0, 0, 0, 5})
                .putInt(authority)
                .array();
    }

    @Test
    void the_first_entry_that_says_something_of_us_and_the_attribute_decides() {
        assertThat(granted(entry(ALLOWED, US, READ_PROPERTY))).isTrue();
        assertThat(granted(entry(ALLOWED, THEM, READ_PROPERTY))).isFalse();
        assertThat(granted(entry(ALLOWED, US, WRITE_PROPERTY))).isFalse();
        assertThat(granted(entry(DENIED, US, READ_PROPERTY), entry(ALLOWED, US, READ_PROPERTY)))
                .isFalse();
        assertThat(granted(entry(ALLOWED, US, READ_PROPERTY), entry(DENIED, US, READ_PROPERTY)))
                .isTrue();
        assertThat(granted(entry(DENIED, THEM, READ_PROPERTY), entry(ALLOWED, US, READ_PROPERTY)))
                .isTrue();
    }

    @Test
    void an_entry_may_name_the_attribute_or_what_it_belongs_to() {
        byte[] everything = entry(ALLOWED, US, READ_PROPERTY);
        assertThat(granted(object(DENIED_OBJECT, US, ITS_SET), everything)).isFalse();
        assertThat(granted(object(DENIED_OBJECT, US, ANOTHER), everything)).isTrue();
        assertThat(granted(object(ALLOWED_OBJECT, US, ITS_SET))).isTrue();
        assertThat(granted(object(ALLOWED_OBJECT, US, ANOTHER))).isFalse();
    }

    @Test
    void what_is_confidential_needs_a_control_access_right_too() {
        var confidential = new AttributeRights(MEMBER.names(), true);
        byte[] read = entry(ALLOWED, US, READ_PROPERTY);
        byte[] control = entry(ALLOWED, US, CONTROL_ACCESS);
        byte[] both = entry(ALLOWED, US, READ_PROPERTY | CONTROL_ACCESS);

        assertThat(granted(confidential, read)).isFalse();
        assertThat(granted(confidential, control)).isFalse();
        assertThat(granted(confidential, read, control)).isTrue();
        assertThat(granted(confidential, both)).isTrue();
        assertThat(granted(confidential, entry(DENIED, US, CONTROL_ACCESS), both))
                .isFalse();
    }

    @Test
    void what_is_said_for_objects_below_does_not_count() {
        assertThat(granted(inherited(ALLOWED_OBJECT, ONLY_BELOW, US))).isFalse();
        assertThat(granted(inherited(ALLOWED_OBJECT, 0, US))).isTrue();
    }

    @Test
    void a_denial_with_a_condition_counts() {
        assertThat(granted(entry(DENIED_IF, US, READ_PROPERTY), entry(ALLOWED, US, READ_PROPERTY)))
                .isFalse();
    }

    @Test
    void without_a_list_everybody_may_and_with_an_empty_one_nobody() {
        assertThat(AccessRights.grantReading(descriptor(0x8000, 20), Set.of(US), MEMBER))
                .isTrue();
        assertThat(AccessRights.grantReading(descriptor(0x8004, 0), Set.of(US), MEMBER))
                .isTrue();
        assertThat(granted()).isFalse();
    }

    @Test
    void what_is_cut_off_is_refused() {
        byte[] whole = descriptor(0x8004, 20, entry(ALLOWED, THEM, READ_PROPERTY));
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> AccessRights.grantReading(cut, Set.of(US), MEMBER))
                    .isInstanceOfAny(
                            BufferUnderflowException.class,
                            IndexOutOfBoundsException.class,
                            IllegalArgumentException.class);
        }
    }
}
