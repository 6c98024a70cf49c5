/** What tests share: real servers to talk to, a proxy that breaks connections, and people to put into directories. */
@NullMarked
package adsync.testing;

import org.jspecify.annotations.NullMarked;
