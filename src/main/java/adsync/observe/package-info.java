/** The words of operations: health, check steps, meters and the keys of structured logs. */
@NullMarked
package adsync.observe;

import org.jspecify.annotations.NullMarked;
