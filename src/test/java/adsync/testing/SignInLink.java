package adsync.testing;

import adsync.control.ControlClient;
import adsync.web.SignIn;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;

/** What {@code adsync web} prints of a service that runs: its page, with who opens it signed in. */
public final class SignInLink {

    private SignInLink() {}

    /** Of the service whose state is kept in {@code state} below this folder. */
    public static String of(Path folder) {
        try {
            return switch (ControlClient.ask(folder.resolve("state"), SignIn.NAME, new JsonObject())) {
                case ControlClient.Answered answered -> answered.answer().body().getString("url");
                case ControlClient.Unreachable unreachable -> throw new IllegalStateException(unreachable.why());
            };
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
