package adsync.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import adsync.directory.DirectoryException.Reason;
import adsync.directory.DirectoryOptions.SimpleLogin;
import adsync.secret.Secret;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class ServerLocatorTest {

    private static final int NO_SUCH_NAME = 3;

    @Test
    void configured_servers_come_in_their_order_and_one_that_is_needed_still_comes_first() {
        DirectoryOptions options = options(
                List.of(URI.create("ldaps://dc1"), URI.create("ldap://dc2:1389"), URI.create("ldaps://[::1]")),
                Optional.empty(),
                false);

        assertThat(new ServerLocator(options).servers(Preference.NONE))
                .extracting(Server::toString)
                .containsExactly("ldaps://dc1:636", "ldap://dc2:1389", "ldaps://[::1]:636");
        assertThat(new ServerLocator(options).servers(last("DC2")))
                .extracting(Server::host)
                .containsExactly("dc2", "dc1", "::1");
        assertThat(new ServerLocator(options).servers(last("dc9")))
                .extracting(Server::host)
                .containsExactly("dc1", "dc2", "::1");
    }

    private static Preference last(String host) {
        return new Preference(Optional.of(host), List.of());
    }

    @Test
    void an_address_that_is_no_directory_is_refused() {
        DirectoryOptions options = options(List.of(URI.create("https://dc1")), Optional.empty(), false);

        assertThatThrownBy(() -> new ServerLocator(options).servers(Preference.NONE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("https://dc1");
    }

    @Test
    void dns_names_the_domain_controllers_by_priority_and_weight() throws IOException {
        try (DatagramSocket dns = resolver(0, "10 0 389 far", "0 0 389 spare", "0 100 389 near")) {
            assertThat(locator(dns, false).servers(Preference.NONE))
                    .extracting(Server::toString)
                    .containsExactly(
                            "ldaps://near.lab.test:636", "ldaps://spare.lab.test:636", "ldaps://far.lab.test:636");
            assertThat(locator(dns, true).servers(last("far.lab.test")))
                    .extracting(Server::toString)
                    .containsExactly(
                            "ldap://far.lab.test:389", "ldap://near.lab.test:389", "ldap://spare.lab.test:389");
        }
    }

    @Test
    void a_domain_that_dns_does_not_know_is_unreachable() throws IOException {
        try (DatagramSocket dns = resolver(NO_SUCH_NAME)) {
            assertThatThrownBy(() -> locator(dns, false).servers(Preference.NONE))
                    .hasMessageContaining("_ldap._tcp.dc._msdcs.lab.test")
                    .isInstanceOfSatisfying(
                            DirectoryException.class,
                            e -> assertThat(e.reason()).isEqualTo(Reason.UNREACHABLE));
        }
    }

    private static ServerLocator locator(DatagramSocket dns, boolean startTls) {
        DirectoryOptions options = options(List.of(), Optional.of("lab.test"), startTls);
        return new ServerLocator(options, "dns://127.0.0.1:" + dns.getLocalPort(), new Random(1) {
            private static final long serialVersionUID = 1L;

            @Override
            public int nextInt(int bound) {
                return bound - 1;
            }
        });
    }

    private static DirectoryOptions options(List<URI> servers, Optional<String> domain, boolean startTls) {
        SimpleLogin login = new SimpleLogin("a@lab.test", Secret.of("x"));
        return new DirectoryOptions(servers, domain, login, Optional.empty(), startTls, false, new TreeSet<>(), false);
    }

    /** A name server that gives the same answer to every question (RFC 1035 4.1, RFC 2782). */
    private static DatagramSocket resolver(int code, String... records) throws IOException {
        DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(() -> {
            try {
                while (true) {
                    DatagramPacket packet = new DatagramPacket(new byte[512], 512);
                    socket.receive(packet);
                    packet.setData(answer(Arrays.copyOf(packet.getData(), packet.getLength()), code, records));
                    socket.send(packet);
                }
            } catch (IOException e) {
                assertThat(socket.isClosed()).isTrue();
            }
        });
        return socket;
    }

    private static byte[] answer(byte[] question, int code, String... records) throws IOException {
        int end = 12;
        while (question[end] != 0) {
            end += question[end] + 1;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream answer = new DataOutputStream(bytes);
        answer.write(question, 0, 2);
        answer.writeShort(0x8580 | code);
        answer.writeShort(1);
        answer.writeShort(records.length);
        answer.writeInt(0);
        answer.write(question, 12, end + 5 - 12);
        for (String one : records) {
            List<String> fields = Arrays.asList(one.split(" ", 4));
            byte[] host = fields.get(3).getBytes(StandardCharsets.US_ASCII);
            answer.writeShort(0xC00C);
            answer.writeShort(33);
            answer.writeShort(1);
            answer.writeInt(60);
            answer.writeShort(6 + 1 + host.length + 10);
            for (String number : fields.subList(0, 3)) {
                answer.writeShort(Integer.parseInt(number));
            }
            answer.writeByte(host.length);
            answer.write(host);
            answer.write("\3lab\4test\0".getBytes(StandardCharsets.US_ASCII));
        }
        return bytes.toByteArray();
    }
}
