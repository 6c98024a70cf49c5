/** Which services a user has, and why. Pure rules, evaluated on the current state. */
@NullMarked
package adsync.services;

import org.jspecify.annotations.NullMarked;
