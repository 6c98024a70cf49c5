/** Which objects are ours: roots, exclusions and a filter. Pure rules, evaluated on the current state. */
@NullMarked
package adsync.scope;

import org.jspecify.annotations.NullMarked;
