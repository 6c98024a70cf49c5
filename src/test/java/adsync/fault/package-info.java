/** Attacks on the promises: kill, cut, stall, fill. */
@NullMarked
package adsync.fault;

import org.jspecify.annotations.NullMarked;
