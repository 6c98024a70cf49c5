/** One file becomes the options of all rooms; all that is wrong with it is said at once, each with its line. */
@NullMarked
package adsync.config;

import org.jspecify.annotations.NullMarked;
