/**
 * Takes password events from the domain controllers: an HTTPS server of its own that knows each of them by a certificate of
 * ours. What comes is sealed; nothing here can open it.
 */
@NullMarked
package adsync.intake;

import org.jspecify.annotations.NullMarked;
