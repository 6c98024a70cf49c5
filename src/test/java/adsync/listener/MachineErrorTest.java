package adsync.listener;

import adsync.change.ObjectGuid;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Something breaks that no program expects, as a class that cannot be loaded while no file can be opened. */
class MachineErrorTest extends ListenerFixture {

    @Test
    void it_ends_a_session_and_not_the_listener() {
        startAndFollow();
        AtomicBoolean once = new AtomicBoolean();
        domain().before(call -> {
            if (once.compareAndSet(false, true)) {
                throw new NoClassDefFoundError("no file can be opened");
            }
        });

        ObjectGuid ada = domain().user("ada", domain().root());
        domain().ring();

        eventually(() -> present(ada));
    }
}
