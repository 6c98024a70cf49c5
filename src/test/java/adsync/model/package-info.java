/** Random histories of a directory, and an oracle that says what the provider should have at their end. */
@NullMarked
package adsync.model;

import org.jspecify.annotations.NullMarked;
