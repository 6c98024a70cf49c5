package adsync.config;

import java.net.URI;
import java.util.Optional;

/**
 * Who may reach the administrator's page.
 *
 * @param enabled whether it is served at all
 * @param url where administrators reach it by way of a reverse proxy; empty if there is none
 * @param allowClearText whether other machines may reach it without one
 */
public record WebSettings(boolean enabled, Optional<URI> url, boolean allowClearText) {}
