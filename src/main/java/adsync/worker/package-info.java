/** What verticles that work on a virtual thread have in common. */
@NullMarked
package adsync.worker;

import org.jspecify.annotations.NullMarked;
