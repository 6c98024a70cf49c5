/** Builds and joins the rooms; knows in which order they start and stop. */
@NullMarked
package adsync.app;

import org.jspecify.annotations.NullMarked;
