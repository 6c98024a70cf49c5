/** Which objects are ours. Pure rules, evaluated on the current state. */
@NullMarked
package adsync.scope;

import org.jspecify.annotations.NullMarked;
