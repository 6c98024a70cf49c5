/** What rooms that work have in common: verticles that work on a virtual thread, and files that must not be lost. */
@NullMarked
package adsync.worker;

import org.jspecify.annotations.NullMarked;
