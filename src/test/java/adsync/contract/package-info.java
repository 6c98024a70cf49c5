/** What every directory must do, as suites that run on the embedded directory and on Samba. */
@NullMarked
package adsync.contract;

import org.jspecify.annotations.NullMarked;
