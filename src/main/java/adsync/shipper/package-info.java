/** Batches, order, back-off and parking: ships what the outbox holds until the provider has acknowledged it. */
@NullMarked
package adsync.shipper;

import org.jspecify.annotations.NullMarked;
