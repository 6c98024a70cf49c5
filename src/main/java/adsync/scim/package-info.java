/** The portable SCIM 2.0 dialect: what is sent, and what every answer means. */
@NullMarked
package adsync.scim;

import org.jspecify.annotations.NullMarked;
