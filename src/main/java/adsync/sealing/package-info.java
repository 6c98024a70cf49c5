/**
 * Sealed passwords: the provider's signed key set, what of a sealed event may be read, and sealing itself. There is no key here
 * that opens anything.
 */
@NullMarked
package adsync.sealing;

import org.jspecify.annotations.NullMarked;
