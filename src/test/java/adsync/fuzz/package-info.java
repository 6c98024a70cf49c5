/**
 * Hostile input, for everything that reads what others wrote. A {@link adsync.fuzz.Surface} lies in the room whose readers it
 * tries; the corpus below {@code src/test/resources/fuzz} is replayed by every test run, and {@code scripts/fuzz} looks for more.
 */
@NullMarked
package adsync.fuzz;

import org.jspecify.annotations.NullMarked;
