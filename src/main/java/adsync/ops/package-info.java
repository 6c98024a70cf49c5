/** What operations see: metrics, health and one log line a change. */
@NullMarked
package adsync.ops;

import org.jspecify.annotations.NullMarked;
