/** Commands, exit codes and what the terminal shows. */
@NullMarked
package adsync.cli;

import org.jspecify.annotations.NullMarked;
