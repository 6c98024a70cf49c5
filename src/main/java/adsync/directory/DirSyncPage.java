package adsync.directory;

import adsync.change.DirSyncCookie;
import java.util.List;

/**
 * One answer of DirSync.
 *
 * @param touched the objects that changed, each once, in any order; heads of naming contexts are left out
 * @param cookie where to go on
 * @param moreResults whether the cycle goes on; a page may be empty and still have more
 */
public record DirSyncPage(List<Touched> touched, DirSyncCookie cookie, boolean moreResults) {
    public DirSyncPage {
        touched = List.copyOf(touched);
    }
}
