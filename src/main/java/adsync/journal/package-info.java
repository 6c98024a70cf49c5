/** Everything durable: shadow, outbox, checkpoints and provider links; one transaction a page. */
@NullMarked
package adsync.journal;

import org.jspecify.annotations.NullMarked;
