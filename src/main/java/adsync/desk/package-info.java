/** What an administrator asks. */
@NullMarked
package adsync.desk;

import org.jspecify.annotations.NullMarked;
