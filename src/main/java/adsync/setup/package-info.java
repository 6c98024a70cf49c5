/** The set-up: a configuration is answered step by step, tried as it is answered, shown, and saved as a whole or not at all. */
@NullMarked
package adsync.setup;

import org.jspecify.annotations.NullMarked;
