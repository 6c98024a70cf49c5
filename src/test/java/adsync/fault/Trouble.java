package adsync.fault;

import adsync.testing.Fault;
import java.io.IOException;
import java.time.Duration;

/** What can happen to a running service, or to what it depends on. */
enum Trouble {
    KILLED("the service is killed") {
        @Override
        void begin(Stage stage) {
            stage.service().kill();
        }

        @Override
        void end(Stage stage) {
            stage.startService();
        }
    },
    FROZEN("the service is stopped by a signal, and goes on") {
        @Override
        void begin(Stage stage) {
            stage.signal("STOP");
        }

        @Override
        void end(Stage stage) {
            stage.signal("CONT");
        }
    },
    CONTROLLER_RESTARTED("the domain controller is restarted") {
        @Override
        void begin(Stage stage) {
            stage.samba().stop();
        }

        @Override
        void end(Stage stage) {
            stage.samba().start();
            stage.reconnect();
        }
    },
    CONTROLLER_PUT_BACK("the domain controller is put back to an earlier state") {
        @Override
        void begin(Stage stage) {
            stage.samba().backUp();
            stage.reconnect();
        }

        @Override
        void end(Stage stage) {
            stage.putControllerBack();
        }
    },
    DIRECTORY_CUT("the connections of the directory are reset") {
        @Override
        void begin(Stage stage) {
            stage.directory().cut();
        }
    },
    DIRECTORY_REFUSES("the directory refuses connections") {
        @Override
        void begin(Stage stage) {
            stage.directory().refuse();
        }
    },
    DIRECTORY_SILENT("nothing comes through to the directory") {
        @Override
        void begin(Stage stage) {
            stage.directory().silence();
        }
    },
    DIRECTORY_SLOW("the directory is slow") {
        @Override
        void begin(Stage stage) {
            stage.directory().slow(Duration.ofMillis(150));
        }
    },
    PROVIDER_REFUSES("the provider refuses connections") {
        @Override
        void begin(Stage stage) {
            stage.provider().refuse();
        }
    },
    PROVIDER_SILENT("the provider takes connections and answers nothing") {
        @Override
        void begin(Stage stage) {
            stage.everyRequest(Fault.blackHole());
        }
    },
    PROVIDER_OVERLOADED("the provider answers 429") {
        @Override
        void begin(Stage stage) {
            stage.everyRequest(Fault.tooManyRequests(Duration.ofSeconds(1)));
        }
    },
    PROVIDER_FAILS("the provider answers 500") {
        @Override
        void begin(Stage stage) {
            stage.everyRequest(Fault.status(500));
        }
    },
    PROVIDER_LOST("the provider acts and its answers are lost") {
        @Override
        void begin(Stage stage) {
            stage.everyRequest(Fault.resetAfter());
        }
    },
    PROVIDER_TRUNCATED("the provider's answers are cut short") {
        @Override
        void begin(Stage stage) {
            stage.everyRequest(Fault.truncated());
        }
    },
    PROVIDER_SLOW("the provider answers late") {
        @Override
        void begin(Stage stage) {
            stage.everyRequest(Fault.slow(Duration.ofMillis(700)));
        }
    },
    PROVIDER_PORTAL("a web page answers for the provider") {
        @Override
        void begin(Stage stage) {
            stage.everyRequest(Fault.html());
        }
    },
    DISK_FULL("the disk is full") {
        @Override
        void begin(Stage stage) throws IOException {
            stage.fillDisk(true);
        }

        @Override
        void end(Stage stage) throws IOException {
            stage.fillDisk(false);
        }
    },
    JOURNAL_PROTECTED("the journal cannot be written") {
        @Override
        void begin(Stage stage) throws IOException {
            stage.protectJournal(true);
        }

        @Override
        void end(Stage stage) throws IOException {
            stage.protectJournal(false);
        }
    },
    DESCRIPTORS_EXHAUSTED("the service may open nothing more") {
        @Override
        void begin(Stage stage) throws IOException {
            stage.limitDescriptors(true);
            stage.directory().cut();
            stage.provider().cut();
        }

        @Override
        void end(Stage stage) throws IOException {
            stage.limitDescriptors(false);
        }
    },
    CLOCK_AHEAD("the clock is a day ahead for a while") {
        @Override
        void begin(Stage stage) throws IOException {
            stage.clockIsOff(Duration.ofDays(1));
        }
    },
    CLOCK_BEHIND("the clock is an hour behind for a while") {
        @Override
        void begin(Stage stage) throws IOException {
            stage.clockIsOff(Duration.ofHours(-1));
        }
    };

    private final String words;

    Trouble(String words) {
        this.words = words;
    }

    abstract void begin(Stage stage) throws IOException;

    /** Makes good what {@link Stage#heal} does not. */
    void end(Stage stage) throws IOException {}

    @Override
    public String toString() {
        return words;
    }
}
