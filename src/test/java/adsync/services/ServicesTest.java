package adsync.services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import adsync.change.Container;
import adsync.change.Image;
import adsync.change.ObjectGuid;
import adsync.directory.ImageFilter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServicesTest {

    private static final String MAIL = "CN=Mail,OU=Groups,DC=contoso,DC=com";
    private static final String BOARD = "CN=Board,OU=Groups,DC=contoso,DC=com";
    private static final ObjectGuid MAIL_GUID = guid(1);
    private static final ObjectGuid BOARD_GUID = guid(2);

    private static final Services SERVICES = new Services(List.of(
            new Service("sharepoint", List.of(BOARD), Optional.empty()),
            new Service("mailbox", List.of(MAIL, BOARD), Optional.of(ImageFilter.parse("(mail=*)"))),
            new Service("chat", List.of(), Optional.of(ImageFilter.parse("(title=Engineer)")))));

    private final ResolvedServices resolved = SERVICES.resolve(Map.of(MAIL, MAIL_GUID, BOARD, BOARD_GUID));

    @Test
    void a_user_has_a_service_by_any_of_its_groups_or_by_its_filter() {
        assertThat(resolved.of(user(Map.of()), Set.of())).isEmpty();
        assertThat(resolved.of(user(Map.of()), Set.of(guid(7)))).isEmpty();
        assertThat(resolved.of(user(Map.of()), Set.of(MAIL_GUID))).containsExactly("mailbox");
        assertThat(resolved.of(user(Map.of()), Set.of(BOARD_GUID, guid(7)))).containsExactly("mailbox", "sharepoint");
        assertThat(resolved.of(user(Map.of("mail", List.of("a@x"), "title", List.of("engineer"))), Set.of()))
                .containsExactly("chat", "mailbox");
    }

    @Test
    void each_reason_is_told() {
        assertThat(resolved.reasons(user(Map.of("mail", List.of("a@x"))), Set.of(MAIL_GUID, BOARD_GUID)))
                .containsExactly(
                        Map.entry("mailbox", "is in " + MAIL + " and is in " + BOARD + " and matches (mail=*)"),
                        Map.entry("sharepoint", "is in " + BOARD));
    }

    @Test
    void the_groups_and_attributes_that_decide_are_known() {
        assertThat(SERVICES.any()).isTrue();
        assertThat(SERVICES.byGroups()).isTrue();
        assertThat(SERVICES.groupDns()).containsExactly(MAIL, BOARD);
        assertThat(SERVICES.attributes()).containsExactly("mail", "primaryGroupID", "title");
        assertThat(resolved.groups()).containsExactlyInAnyOrder(MAIL_GUID, BOARD_GUID);
    }

    @Test
    void without_groups_the_primary_group_does_not_matter() {
        Services chat =
                new Services(List.of(new Service("chat", List.of(), Optional.of(ImageFilter.parse("(mail=*)")))));

        assertThat(chat.byGroups()).isFalse();
        assertThat(chat.attributes()).containsExactly("mail");
        assertThat(Services.NONE.any()).isFalse();
        assertThat(Services.NONE.attributes()).isEmpty();
    }

    @Test
    void a_group_that_nobody_knows_is_named() {
        assertThatThrownBy(() -> SERVICES.resolve(Map.of(MAIL, MAIL_GUID)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("services.mailbox: no group is known as " + BOARD);
    }

    @Test
    void the_fingerprint_tells_services_apart_and_not_their_order() {
        Service mailbox = new Service("mailbox", List.of(MAIL), Optional.empty());
        Service other = new Service("other", List.of(MAIL), Optional.empty());

        assertThat(Stream.of(
                                Services.NONE,
                                new Services(List.of(mailbox)),
                                new Services(List.of(other)),
                                new Services(List.of(new Service("mailbox", List.of(BOARD), Optional.empty()))),
                                SERVICES)
                        .map(Services::fingerprint))
                .doesNotHaveDuplicates()
                .allMatch(text -> text.matches("[0-9a-f]{16}"));
        assertThat(new Services(List.of(other, mailbox))).isEqualTo(new Services(List.of(mailbox, other)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Mailbox", "mail box", "mail_box", "-mail", "mail-", "7zip", "a--b", "mäil"})
    void a_name_is_lower_case_words(String name) {
        assertThatThrownBy(() -> new Service(name, List.of(MAIL), Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("services." + name + " must be lower-case words joined by hyphens");
    }

    @Test
    void a_service_that_nobody_could_have_or_that_is_there_twice_is_refused() {
        assertThatThrownBy(() -> new Service("chat", List.of(), Optional.empty()))
                .hasMessage("services.chat needs groups or a filter");
        Service chat = new Service("chat", List.of(MAIL), Optional.empty());
        assertThatThrownBy(() -> new Services(List.of(chat, chat))).hasMessage("services must have different names");
    }

    private static Image user(Map<String, List<String>> attributes) {
        return Image.of(new Container(guid(9), guid(9), "CN=Ada"), "CN=Ada,DC=contoso,DC=com", 1, attributes);
    }

    private static ObjectGuid guid(int number) {
        return ObjectGuid.parse("00000000-0000-0000-0000-00000000000" + number);
    }
}
