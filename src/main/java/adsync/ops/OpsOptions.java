package adsync.ops;

/**
 * Where operations look.
 *
 * @param host address to listen on
 * @param port port to listen on; 0 for a free one
 */
public record OpsOptions(String host, int port) {}
