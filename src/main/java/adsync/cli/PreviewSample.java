package adsync.cli;

import adsync.shipper.Rehearsed;
import adsync.shipper.RehearsedAccount;
import adsync.shipper.RehearsedGroup;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The first accounts and groups of a preview, as many as a person wants to see. */
final class PreviewSample implements Consumer<Rehearsed> {

    private final int most;
    private final List<RehearsedAccount> accounts = new ArrayList<>();
    private final List<RehearsedGroup> groups = new ArrayList<>();
    private long left;

    /**
     * Takes a sample.
     *
     * @param most accounts, and as many groups
     */
    PreviewSample(int most) {
        this.most = most;
    }

    @Override
    public void accept(Rehearsed one) {
        switch (one) {
            case RehearsedAccount account -> keep(account, accounts);
            case RehearsedGroup group -> keep(group, groups);
        }
    }

    private <T> void keep(T one, List<T> kept) {
        if (kept.size() < most) {
            kept.add(one);
        } else {
            left++;
        }
    }

    List<RehearsedAccount> accounts() {
        return List.copyOf(accounts);
    }

    List<RehearsedGroup> groups() {
        return List.copyOf(groups);
    }

    /** How many more there were. */
    long left() {
        return left;
    }
}
