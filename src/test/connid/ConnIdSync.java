import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import net.tirasa.connid.bundles.ad.ADConfiguration;
import net.tirasa.connid.bundles.ad.ADConnector;
import org.identityconnectors.common.security.GuardedString;
import org.identityconnectors.framework.api.APIConfiguration;
import org.identityconnectors.framework.api.ConnectorFacade;
import org.identityconnectors.framework.api.ConnectorFacadeFactory;
import org.identityconnectors.framework.common.objects.ObjectClass;
import org.identityconnectors.framework.common.objects.OperationOptionsBuilder;
import org.identityconnectors.framework.common.objects.SyncToken;
import org.identityconnectors.test.common.TestHelpers;

/**
 * The Active Directory connector of ConnId, driven by lines: {@code mark} remembers where the directory is now, {@code sync N}
 * asks for N changed users since then. Each is answered by a line, the latter by the seconds it took.
 */
public final class ConnIdSync {

    private final ConnectorFacade connector;
    private final String[] attributes;
    private SyncToken token;

    private ConnIdSync(ConnectorFacade connector, String[] attributes) {
        this.connector = connector;
        this.attributes = attributes;
    }

    /** Takes host, port, base DN, root, login, password, and the attributes to read, with commas between them. */
    public static void main(String[] arguments) throws IOException {
        System.setProperty("org.identityconnectors.common.logging.class", WarningsOnly.class.getName());
        var configuration = new ADConfiguration();
        configuration.setHost(arguments[0]);
        configuration.setPort(Integer.parseInt(arguments[1]));
        configuration.setSsl(true);
        configuration.setTrustAllCerts(true);
        configuration.setBaseContexts(arguments[2]);
        configuration.setBaseContextsToSynchronize(arguments[2]);
        configuration.setUserBaseContexts(arguments[3]);
        configuration.setDefaultPeopleContainer(arguments[3]);
        configuration.setObjectClassesToSynchronize("user");
        configuration.setPrincipal(arguments[4]);
        configuration.setCredentials(new GuardedString(arguments[5].toCharArray()));
        APIConfiguration api = TestHelpers.createTestConfiguration(ADConnector.class, configuration);
        var sync = new ConnIdSync(ConnectorFacadeFactory.getInstance().newInstance(api), arguments[6].split(","));
        System.out.println("= ready");
        var lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            String[] words = line.split(" ");
            System.out.println("= " + (words[0].equals("mark") ? sync.mark() : sync.seconds(Integer.parseInt(words[1]))));
        }
    }

    private String mark() {
        token = connector.getLatestSyncToken(ObjectClass.ACCOUNT);
        return "marked";
    }

    private String seconds(int users) {
        var options = new OperationOptionsBuilder().setAttributesToGet(attributes).build();
        Set<String> found = new HashSet<>();
        long begun = System.nanoTime();
        int before = -1;
        while (found.size() < users && found.size() > before) {
            before = found.size();
            SyncToken last = connector.sync(
                    ObjectClass.ACCOUNT, token, delta -> found.add(delta.getUid().getUidValue()) || true, options);
            token = last == null ? token : last;
        }
        double seconds = (System.nanoTime() - begun) / 1e9;
        if (found.size() != users) {
            throw new IllegalStateException(users + " users are changed, but ConnId told of " + found.size());
        }
        return Double.toString(seconds);
    }
}
