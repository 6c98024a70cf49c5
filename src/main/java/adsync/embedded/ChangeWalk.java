package adsync.embedded;

import com.unboundid.ldap.sdk.LDAPException;
import java.util.Iterator;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Walks objects and links side by side in the order they changed, until the page is full. */
final class ChangeWalk {

    private final Domain domain;
    private final DirectoryObject root;
    private final Predicate<DirectoryObject> filter;
    private final ChangeSelection selection;
    private final ReplicationCookie cookie;
    private final boolean incremental;
    private final boolean deletedToo;

    ChangeWalk(
            Domain domain,
            DirectoryObject root,
            Predicate<DirectoryObject> filter,
            ChangeSelection selection,
            ReplicationCookie cookie,
            boolean incremental,
            boolean deletedToo) {
        this.domain = domain;
        this.root = root;
        this.filter = filter;
        this.selection = selection;
        this.cookie = cookie;
        this.incremental = incremental;
        this.deletedToo = deletedToo;
    }

    ChangePage collect(int limit, int maxBytes, RequestControls controls) throws LDAPException {
        Store store = domain.store();
        ChangeWriter writer = new ChangeWriter(domain, selection, cookie, incremental, controls.nameStyle());
        ChangePage page = new ChangePage(domain);
        Iterator<Map.Entry<UsnIndex.Position, DirectoryObject>> objects =
                store.byUsn().after(cookie.scanned()).entrySet().iterator();
        Iterator<Map.Entry<UsnIndex.Position, Link>> links =
                store.links().byUsn().after(cookie.scanned()).entrySet().iterator();
        Map.Entry<UsnIndex.Position, DirectoryObject> object = next(objects);
        Map.Entry<UsnIndex.Position, Link> link = next(links);
        while ((object != null || link != null) && !page.full(limit, maxBytes)) {
            if (object != null && (link == null || object.getKey().compareTo(link.getKey()) < 0)) {
                page.reached(object.getKey().usn());
                take(object.getValue(), page, writer);
                object = next(objects);
            } else if (link != null) {
                page.reached(link.getKey().usn());
                take(link.getValue(), page, writer);
                link = next(links);
            }
        }
        return page.write(writer).finish(cookie, object != null || link != null);
    }

    private void take(DirectoryObject object, ChangePage page, ChangeWriter writer) {
        if (concerns(object) && writer.changed(object) && filter.test(object)) {
            page.add(object);
        }
    }

    private void take(Link link, ChangePage page, ChangeWriter writer) {
        if (concerns(link.source()) && writer.changed(link) && filter.test(link.source())) {
            page.add(link);
        }
    }

    private boolean concerns(DirectoryObject object) {
        return object.root() == root && (deletedToo || !object.deleted());
    }

    private static <K, V> Map.@Nullable Entry<K, V> next(Iterator<Map.Entry<K, V>> entries) {
        return entries.hasNext() ? entries.next() : null;
    }
}
