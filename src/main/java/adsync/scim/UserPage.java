package adsync.scim;

import java.util.List;

/**
 * A page of the provider's accounts (RFC 7644 3.4.2.4). What it says is true of one moment only: between two pages accounts come
 * and go, and some providers do not page at all.
 *
 * @param total how many accounts the provider says it has
 * @param size how many resources the page holds, those included that are no readable user
 * @param users those that are
 */
public record UserPage(long total, int size, List<FoundUser> users) {
    public UserPage {
        users = List.copyOf(users);
    }
}
