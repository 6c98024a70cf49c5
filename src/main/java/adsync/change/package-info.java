/** The values every room shares: objects, their images, what changed, and where we are in the directory's history. */
@NullMarked
package adsync.change;

import org.jspecify.annotations.NullMarked;
