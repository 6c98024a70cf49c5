/** What {@code scripts/bench} runs: the service as it is delivered, measured beside bare clients in the same run. */
@NullMarked
package adsync.bench;

import org.jspecify.annotations.NullMarked;
