/** From a directory image to the SCIM resource the provider should have. Pure rules. */
@NullMarked
package adsync.mapping;

import org.jspecify.annotations.NullMarked;
