/** What tests share: real servers, faults, people and a clock. */
@NullMarked
package adsync.testing;

import org.jspecify.annotations.NullMarked;
