/** The channel on which the commands of this machine's administrator speak to the running service. */
@NullMarked
package adsync.control;

import org.jspecify.annotations.NullMarked;
