/** A directory and a provider in this process, for the demo and for tests. Imports no other room. */
@NullMarked
package adsync.embedded;

import org.jspecify.annotations.NullMarked;
