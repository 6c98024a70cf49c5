package adsync.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;

import de.captaingoldfish.scim.sdk.server.endpoints.authorize.Authorization;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Map;
import java.util.Set;

/** Lets in who shows the configured Basic or Bearer credentials (RFC 7617, RFC 6750); everybody may do everything. */
final class Credentials implements Authorization {

    private final byte[] basic;
    private final byte[] bearer;

    Credentials(EmbeddedProviderOptions options) {
        String pair = options.userName() + ":" + options.password();
        basic = ("Basic " + Base64.getEncoder().encodeToString(pair.getBytes(UTF_8))).getBytes(UTF_8);
        bearer = ("Bearer " + options.token()).getBytes(UTF_8);
    }

    @Override
    public Set<String> getClientRoles() {
        return Set.of();
    }

    @Override
    public boolean authenticate(Map<String, String> httpHeaders, Map<String, String> queryParams) {
        return httpHeaders.entrySet().stream()
                .filter(header -> "authorization".equalsIgnoreCase(header.getKey()))
                .map(header -> header.getValue().getBytes(UTF_8))
                .anyMatch(shown -> MessageDigest.isEqual(shown, basic) || MessageDigest.isEqual(shown, bearer));
    }
}
