package adsync.web;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;

/**
 * Requests that another room answers on the same port, without a session.
 *
 * @param path a path, or the beginning of paths with {@code *} at its end
 * @param handler answers them, whatever their method; called on an event loop
 */
public record Mount(String path, Handler<HttpServerRequest> handler) {}
