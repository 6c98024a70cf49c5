/**
 * The real pipeline under a simulated clock and scheduler, on one thread: listener, timers, shippers, password lane, comparison and
 * the journal in a real SQLite file. Directory (two domain controllers), provider, event bus, timers, worker threads and the order of
 * all that happens are simulated, and a seed decides everything.
 *
 * <p>A verticle runs on virtual threads whose carrier is the scheduler, so that each wait for a future hands control back to it. What
 * cannot be driven so begins below its edge: passwords come in at the journal's door of the intake and not by HTTPS, the directory
 * is what {@link adsync.directory.Directory} promises and not LDAP, the provider what {@link adsync.scim.ScimClient} promises and
 * not HTTP.
 */
@NullMarked
package adsync.simulation;

import org.jspecify.annotations.NullMarked;
