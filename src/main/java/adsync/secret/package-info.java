/** A credential that cannot be printed by accident, and where credentials come from. */
@NullMarked
package adsync.secret;

import org.jspecify.annotations.NullMarked;
