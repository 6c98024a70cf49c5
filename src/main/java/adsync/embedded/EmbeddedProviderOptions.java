package adsync.embedded;

import java.time.Clock;

/**
 * How an {@link EmbeddedProvider} listens and what it grants.
 *
 * @param port the loopback port, 0 for any free one
 * @param userName the name for HTTP Basic
 * @param password the password for HTTP Basic
 * @param token the token for HTTP Bearer
 * @param bulkOperations the most operations one Bulk request may hold; 0 leaves Bulk out
 * @param bulkBytes the largest Bulk request in bytes
 * @param pageSize the most resources one answer lists
 * @param patch whether there is PATCH
 * @param clock what creation and change times are taken from
 */
public record EmbeddedProviderOptions(
        int port,
        String userName,
        String password,
        String token,
        int bulkOperations,
        int bulkBytes,
        int pageSize,
        boolean patch,
        Clock clock) {

    /** Refuses limits that make no sense. */
    public EmbeddedProviderOptions {
        require(port >= 0 && port <= 65_535, "port must be between 0 and 65535, was " + port);
        require(bulkOperations >= 0, "bulkOperations must not be negative, was " + bulkOperations);
        require(bulkBytes >= 1, "bulkBytes must be at least 1, was " + bulkBytes);
        require(pageSize >= 1, "pageSize must be at least 1, was " + pageSize);
    }

    /** Any free port, Bulk of 1,000 operations or 4 MiB, pages of 200, and the system's clock. */
    public static EmbeddedProviderOptions defaults() {
        return new EmbeddedProviderOptions(
                0, "scim", "scim-password", "scim-token", 1000, 4 << 20, 200, true, Clock.systemUTC());
    }

    /** The same on another port. */
    public EmbeddedProviderOptions withPort(int newPort) {
        return new EmbeddedProviderOptions(
                newPort, userName, password, token, bulkOperations, bulkBytes, pageSize, patch, clock);
    }

    /** The same with other credentials. */
    public EmbeddedProviderOptions withCredentials(String newUserName, String newPassword, String newToken) {
        return new EmbeddedProviderOptions(
                port, newUserName, newPassword, newToken, bulkOperations, bulkBytes, pageSize, patch, clock);
    }

    /** The same with other limits for Bulk; 0 operations leave Bulk out. */
    public EmbeddedProviderOptions withBulk(int operations, int bytes) {
        return new EmbeddedProviderOptions(port, userName, password, token, operations, bytes, pageSize, patch, clock);
    }

    /** The same with other pages. */
    public EmbeddedProviderOptions withPageSize(int newPageSize) {
        return new EmbeddedProviderOptions(
                port, userName, password, token, bulkOperations, bulkBytes, newPageSize, patch, clock);
    }

    /** The same without PATCH: users and groups can only be replaced. */
    public EmbeddedProviderOptions withoutPatch() {
        return new EmbeddedProviderOptions(
                port, userName, password, token, bulkOperations, bulkBytes, pageSize, false, clock);
    }

    /** Without the credentials. */
    @Override
    public String toString() {
        return "EmbeddedProviderOptions[port=" + port + ", bulkOperations=" + bulkOperations + ", bulkBytes="
                + bulkBytes + ", pageSize=" + pageSize + ", patch=" + patch + "]";
    }

    private static void require(boolean claim, String complaint) {
        if (!claim) {
            throw new IllegalArgumentException(complaint);
        }
    }
}
