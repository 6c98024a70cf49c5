package adsync.cli;

import adsync.config.Configuration;
import adsync.control.ControlClient;
import adsync.control.ControlException;
import adsync.control.ControlFile;
import adsync.desk.Holds;
import adsync.journal.Journals;
import adsync.observe.CheckStep;
import adsync.setup.Setup;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What {@code adsync check} says of this machine: the state folder, and the ports to listen on. */
final class MachineSteps {

    private static final String RUNS = "the ADSync that runs on this state folder";
    private static final String SETS_UP = "the set-up page of ADSync, which gives it to the service,";

    private MachineSteps() {}

    /** Tries them. A service that runs is no trouble, nor is the page that made the file: it is told. */
    static List<CheckStep> of(Configuration configuration, Path file) throws InterruptedException {
        boolean runs = runs(configuration.state());
        List<CheckStep> steps = new ArrayList<>();
        CheckStep state = Journals.check(configuration.state());
        steps.add(
                runs && state.passed()
                        ? CheckStep.passed(state.name(), state.detail() + ", " + RUNS + " has it")
                        : state);
        Optional<String> owner = runs
                ? Optional.of(RUNS)
                : setsUp(Setup.folder(file), configuration.listenPort()) ? Optional.of(SETS_UP) : Optional.empty();
        steps.add(listen("listen", configuration.listenHost(), configuration.listenPort(), owner));
        configuration
                .passwords()
                .map(passwords -> passwords.intake())
                .ifPresent(intake -> steps.add(listen(
                        "passwords.listen",
                        intake.host(),
                        intake.port(),
                        runs ? Optional.of(RUNS) : Optional.empty())));
        return steps;
    }

    private static boolean runs(Path state) throws InterruptedException {
        try {
            return ControlClient.ask(state, Holds.NAME, new JsonObject()) instanceof ControlClient.Answered;
        } catch (ControlException e) {
            return true; // whatever it cannot answer
        }
    }

    private static boolean setsUp(Path folder, int port) throws InterruptedException {
        try {
            return ControlFile.read(folder)
                            .filter(page -> URI.create(page.url()).getPort() == port)
                            .isPresent()
                    && runs(folder);
        } catch (IOException e) {
            return false; // it belongs to another account
        }
    }

    private static CheckStep listen(String key, String host, int port, Optional<String> owner) {
        String place = (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(host, port));
            return CheckStep.passed(key, port == 0 ? host + " can be listened on" : place + " is free");
        } catch (IOException e) {
            return owner.map(name -> CheckStep.passed(key, place + " is in use, " + name + " has it"))
                    .orElseGet(() -> CheckStep.failed(
                            key,
                            place + ": " + e.getMessage(),
                            "stop what listens there, or give " + key + " another host or port"));
        }
    }
}
