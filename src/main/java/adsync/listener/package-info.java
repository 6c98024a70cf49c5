/** Bell, drain, diff, commit: turns what happens in the directory into durable changes. */
@NullMarked
package adsync.listener;

import org.jspecify.annotations.NullMarked;
