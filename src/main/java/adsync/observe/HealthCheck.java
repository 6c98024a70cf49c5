package adsync.observe;

/** A part that knows how it is. Answered from memory, from any thread. */
public interface HealthCheck {

    /** The part's name in {@code /health/ready}, for example {@code directory}. */
    String name();

    /** How it is now. */
    HealthStatus status();
}
