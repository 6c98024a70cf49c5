package adsync.embedded;

import com.unboundid.ldap.sdk.SearchScope;

/**
 * A pending notification search (MS-ADTS 3.1.1.3.4.1.9).
 *
 * @param messageId of the request, which every answer carries
 * @param deletedToo whether it hears of deletions
 */
record Watch(
        int messageId,
        DirectoryObject base,
        SearchScope scope,
        AttributeSelection selection,
        View view,
        boolean deletedToo) {

    boolean concerns(DirectoryObject object) {
        return (deletedToo || !object.deleted()) && Candidates.inScope(object, base, scope);
    }
}
