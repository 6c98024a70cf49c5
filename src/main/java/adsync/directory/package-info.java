/** Speaks LDAP to one domain controller: DirSync pages, batched reads, enumeration, the bell, its identity. */
@NullMarked
package adsync.directory;

import org.jspecify.annotations.NullMarked;
