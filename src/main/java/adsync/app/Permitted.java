package adsync.app;

/**
 * What a person allows a start beforehand.
 *
 * @param firstLoad the first load may go into a provider that holds accounts already
 * @param sameProvider the provider has the journal's accounts, although it has another address or name than before
 */
public record Permitted(boolean firstLoad, boolean sameProvider) {}
