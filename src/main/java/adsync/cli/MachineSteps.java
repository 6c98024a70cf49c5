package adsync.cli;

import adsync.config.Configuration;
import adsync.control.ControlClient;
import adsync.control.ControlException;
import adsync.desk.Holds;
import adsync.journal.Journals;
import adsync.observe.CheckStep;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What {@code adsync check} says of this machine: the state folder, and the ports to listen on. */
final class MachineSteps {

    private static final String RUNS = "the ADSync that runs on this state folder";

    private MachineSteps() {}

    /** Tries them. A service that runs is no trouble: it is told. */
    static List<CheckStep> of(Configuration configuration) throws InterruptedException {
        boolean runs = runs(configuration.state());
        List<CheckStep> steps = new ArrayList<>();
        CheckStep state = Journals.check(configuration.state());
        steps.add(
                runs && state.passed()
                        ? CheckStep.passed(state.name(), state.detail() + ", " + RUNS + " has it")
                        : state);
        steps.add(listen("listen", configuration.listenHost(), configuration.listenPort(), runs));
        configuration
                .passwords()
                .map(passwords -> passwords.intake())
                .ifPresent(intake -> steps.add(listen("passwords.listen", intake.host(), intake.port(), runs)));
        return steps;
    }

    private static boolean runs(Path state) throws InterruptedException {
        try {
            return ControlClient.ask(state, Holds.NAME, new JsonObject()) instanceof ControlClient.Answered;
        } catch (ControlException e) {
            return true; // whatever it cannot answer
        }
    }

    private static CheckStep listen(String key, String host, int port, boolean runs) {
        String place = (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(host, port));
            return CheckStep.passed(key, port == 0 ? host + " can be listened on" : place + " is free");
        } catch (IOException e) {
            return runs
                    ? CheckStep.passed(key, place + " is in use, " + RUNS + " has it")
                    : CheckStep.failed(
                            key,
                            place + ": " + e.getMessage(),
                            "stop what listens there, or give " + key + " another host or port");
        }
    }
}
