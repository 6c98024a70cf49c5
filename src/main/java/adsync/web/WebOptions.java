package adsync.web;

import java.net.URI;
import java.util.Optional;

/**
 * Where the server listens, and who may reach the page.
 *
 * @param host address to listen on
 * @param port port to listen on; 0 for a free one
 * @param page whether the administrator's page is served at all
 * @param address where administrators reach the page by way of a reverse proxy; empty if there is none
 * @param allowClearText whether the page is also served to connections that do not come from this machine
 */
public record WebOptions(String host, int port, boolean page, Optional<URI> address, boolean allowClearText) {}
