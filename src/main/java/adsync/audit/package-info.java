/** The audit log: one line a change, each bound to the one before it, so that no line can be removed or altered unseen. */
@NullMarked
package adsync.audit;

import org.jspecify.annotations.NullMarked;
