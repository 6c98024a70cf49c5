/**
 * What the demo and the tests talk to instead of a company's servers: an Active Directory domain controller of our own,
 * reached over LDAP like the real one. The room imports no other, so nothing of ADSync can be faked through it.
 */
@NullMarked
package adsync.embedded;

import org.jspecify.annotations.NullMarked;
