package adsync.change;

/**
 * A replicated partition of the directory: what DirSync and the notification are asked on (MS-ADTS 3.1.1.1.5).
 *
 * @param guid objectGUID of its root object; another GUID under the same name is another domain
 * @param dn distinguished name of its root object
 */
public record NamingContext(ObjectGuid guid, String dn) {}
