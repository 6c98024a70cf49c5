/** The whole service between a real domain controller and real SCIM servers. */
@NullMarked
package adsync.e2e;

import org.jspecify.annotations.NullMarked;
