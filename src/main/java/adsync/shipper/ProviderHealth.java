package adsync.shipper;

import adsync.observe.HealthCheck;
import adsync.observe.HealthStatus;
import adsync.observe.HealthStatus.State;

/** How the provider is: as the gate sees it, and whether it keeps what we find accounts by. */
record ProviderHealth(ProviderGate gate, ExternalIdCheck externalIds) implements HealthCheck {

    @Override
    public String name() {
        return gate.name();
    }

    @Override
    public HealthStatus status() {
        HealthStatus status = gate.status();
        return status.state() == State.UP && externalIds.lost()
                ? HealthStatus.degraded(
                        "the provider does not keep externalId: accounts are known by our journal alone",
                        status.details())
                : status;
    }
}
