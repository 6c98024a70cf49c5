package adsync.desk;

import adsync.journal.JournalException;
import adsync.journal.Journals;
import adsync.journal.ProviderIdentity;
import adsync.observe.CheckStep;
import java.nio.file.Path;
import java.util.Optional;

/** Whether the journal knows the accounts of the provider that is configured. Those of another one must not be touched by it. */
public final class SameProvider {

    private static final String STEP = "journal: provider";

    private SameProvider() {}

    /** What a start with a state folder would say, as far as it can be read; empty if there is no journal yet. Blocks. */
    public static Optional<CheckStep> check(Path state, ProviderIdentity configured) {
        if (!Journals.exist(state)) {
            return Optional.empty();
        }
        try {
            return Optional.of(step(state, Journals.provider(state), configured));
        } catch (JournalException e) {
            return Optional.of(CheckStep.failed(
                    STEP,
                    String.valueOf(e.getMessage()),
                    "mend the journal, or check as the account that runs ADSync"));
        }
    }

    /**
     * Compares.
     *
     * @param known whose accounts the journal knows; empty if it does not say
     */
    public static CheckStep step(Path state, Optional<ProviderIdentity> known, ProviderIdentity configured) {
        if (known.isEmpty() || known.get().equals(configured)) {
            return CheckStep.passed(STEP, "the journal's accounts are those of " + configured);
        }
        return CheckStep.failed(
                STEP,
                "the journal in " + state + " knows the accounts of " + known.get() + ", but the configuration names "
                        + configured
                        + ": changes would reach strangers' accounts there, or everybody would be created once more",
                "put provider.url and organization back; if it is the same provider with the same accounts under another"
                        + " address or name, start once with  adsync run --same-provider; if it is another one, give it"
                        + " a state folder of its own");
    }
}
