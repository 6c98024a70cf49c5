package adsync.embedded;

/** A reference from one object to another, such as a member of a group; compared by identity. */
final class Link {

    private final AttributeType type;
    private final DirectoryObject source;
    private final DirectoryObject target;
    private boolean present;
    private Stamp stamp;

    Link(AttributeType type, DirectoryObject source, DirectoryObject target, Stamp stamp) {
        this.type = type;
        this.source = source;
        this.target = target;
        this.present = true;
        this.stamp = stamp;
    }

    AttributeType type() {
        return type;
    }

    DirectoryObject source() {
        return source;
    }

    DirectoryObject target() {
        return target;
    }

    Stamp stamp() {
        return stamp;
    }

    /** False once it was removed; it is kept so that DirSync can tell of the removal. */
    boolean present() {
        return present;
    }

    /** Whether it can be seen: the recycle bin hides the links of what is in it without removing them. */
    boolean visible() {
        return present && !source.deleted() && !target.deleted();
    }

    /** Only {@link Links} calls this: it keeps the order by stamp. */
    void become(boolean nowPresent, Stamp nowStamp) {
        this.present = nowPresent;
        this.stamp = nowStamp;
    }
}
