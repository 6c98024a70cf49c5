package adsync.directory;

import adsync.directory.DirectoryException.Reason;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Hashtable;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;
import javax.naming.Context;
import javax.naming.NamingEnumeration;
import javax.naming.NamingException;
import javax.naming.directory.Attribute;
import javax.naming.directory.Attributes;
import javax.naming.directory.InitialDirContext;

/** Lists the domain controllers to try, in order. */
final class ServerLocator {

    private static final String SYSTEM_RESOLVER = "dns:";
    private static final String TIMEOUT_MILLIS = "2000";

    private final DirectoryOptions options;
    private final String resolver;
    private final RandomGenerator random;

    ServerLocator(DirectoryOptions options) {
        this(options, SYSTEM_RESOLVER, RandomGenerator.getDefault());
    }

    /** With a resolver of the form {@code dns://host:port}. */
    ServerLocator(DirectoryOptions options, String resolver, RandomGenerator random) {
        this.options = options;
        this.resolver = resolver;
        this.random = random;
    }

    /**
     * The configured servers, or those that DNS names.
     *
     * @param preference whose last one comes first, if it is among them
     * @throws DirectoryException if DNS names none
     */
    List<Server> servers(Preference preference) {
        List<Server> servers =
                new ArrayList<>(options.domain().map(this::ofDomain).orElseGet(this::configured));
        servers.sort(Comparator.comparing(server ->
                !preference.last().map(server.host()::equalsIgnoreCase).orElse(false)));
        return servers;
    }

    private List<Server> configured() {
        return options.servers().stream().map(Server::of).toList();
    }

    /** The name that is asked for the domain controllers of a domain (MS-ADTS 6.3.2.3). */
    static String recordName(String domain) {
        return "_ldap._tcp.dc._msdcs." + domain;
    }

    private List<Server> ofDomain(String domain) {
        List<ServiceRecord> records = new ArrayList<>();
        for (String text : lookUp(recordName(domain))) {
            records.add(ServiceRecord.parse(text));
        }
        return ordered(records).stream().map(this::server).toList();
    }

    /** SRV records name the port of plain LDAP; LDAPS has its own. */
    private Server server(ServiceRecord found) {
        boolean ldaps = !options.startTls() && !options.allowClearText();
        return new Server(found.host(), ldaps ? Server.LDAPS_PORT : found.port(), ldaps);
    }

    @SuppressWarnings(
            "BanJNDI") // the name begins with a fixed text, so it always goes to the DNS context, which reads only
    // strings
    private List<String> lookUp(String name) {
        Hashtable<String, String> environment = environment();
        try {
            InitialDirContext dns = new InitialDirContext(environment);
            try {
                return texts(dns.getAttributes(name, new String[] {"SRV"}));
            } finally {
                dns.close();
            }
        } catch (NamingException e) {
            throw new DirectoryException(
                    Reason.UNREACHABLE, "DNS has no SRV records of " + name + ": " + e.getMessage(), e);
        }
    }

    @SuppressWarnings("JdkObsolete") // the constructor of a naming context takes no other table
    private Hashtable<String, String> environment() {
        Hashtable<String, String> environment = new Hashtable<>();
        environment.put(Context.INITIAL_CONTEXT_FACTORY, "com.sun.jndi.dns.DnsContextFactory");
        environment.put(Context.PROVIDER_URL, resolver);
        environment.put("com.sun.jndi.dns.timeout.initial", TIMEOUT_MILLIS);
        environment.put("com.sun.jndi.dns.timeout.retries", "2");
        return environment;
    }

    private static List<String> texts(Attributes attributes) throws NamingException {
        List<String> texts = new ArrayList<>();
        Attribute records = attributes.get("SRV");
        if (records == null) {
            throw new NamingException("the answer is empty");
        }
        NamingEnumeration<?> values = records.getAll();
        while (values.hasMore()) {
            texts.add(values.next().toString());
        }
        return texts;
    }

    /** By priority, and within one by a weighted lot (RFC 2782). */
    private List<ServiceRecord> ordered(List<ServiceRecord> records) {
        List<ServiceRecord> left = new ArrayList<>(records);
        left.sort(Comparator.comparingInt(ServiceRecord::priority).thenComparingInt(ServiceRecord::weight));
        List<ServiceRecord> ordered = new ArrayList<>();
        while (!left.isEmpty()) {
            int priority = left.getFirst().priority();
            List<ServiceRecord> equals =
                    left.stream().filter(one -> one.priority() == priority).toList();
            ServiceRecord drawn = draw(equals);
            ordered.add(drawn);
            left.remove(drawn);
        }
        return ordered;
    }

    private ServiceRecord draw(List<ServiceRecord> equals) {
        int lot = random.nextInt(equals.stream().mapToInt(ServiceRecord::weight).sum() + 1);
        for (ServiceRecord one : equals) {
            lot -= one.weight();
            if (lot <= 0) {
                return one;
            }
        }
        return equals.getLast();
    }

    private record ServiceRecord(int priority, int weight, int port, String host) {

        static ServiceRecord parse(String text) {
            String[] fields = text.split(" ", 4);
            String host = fields[3].replaceAll("\\.$", "").toLowerCase(Locale.ROOT);
            return new ServiceRecord(
                    Integer.parseInt(fields[0]), Integer.parseInt(fields[1]), Integer.parseInt(fields[2]), host);
        }
    }
}
