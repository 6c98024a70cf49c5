package adsync.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;

/** The Active Directory connector of ConnId in a process of its own; {@code src/test/connid} has what runs there. */
final class ConnId implements AutoCloseable {

    private static final Path PROGRAM = Path.of("target", "connid");
    private static final Path LIBRARIES = Path.of("target", "connid.classpath");

    private final Conversation process;

    /** Starts it. */
    ConnId(Place place, Collection<String> attributes) throws InterruptedException, IOException {
        if (!Files.exists(LIBRARIES)) {
            throw new IllegalStateException("ConnId is not there: leave the row touched-connid out");
        }
        String classPath = PROGRAM + ":" + Files.readString(LIBRARIES).strip();
        process = new Conversation(heard -> JavaProcess.ofProgram(
                classPath,
                List.of("--add-exports=java.naming/com.sun.jndi.ldap=ALL-UNNAMED"), // it brings controls for that
                // package
                "ConnIdSync",
                List.of(
                        place.host(),
                        Integer.toString(place.port()),
                        place.baseDn(),
                        place.root(),
                        place.service().user(),
                        place.service().password(),
                        String.join(",", attributes)),
                heard));
    }

    /** Remembers where the directory is now. */
    void mark() throws InterruptedException {
        process.ask("mark");
    }

    /** Users a second of a synchronisation of what has changed since. */
    double sync(int users) throws InterruptedException {
        return users / Double.parseDouble(process.ask("sync " + users));
    }

    @Override
    public void close() {
        process.close();
    }
}
