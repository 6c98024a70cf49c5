package adsync.embedded;

import de.captaingoldfish.scim.sdk.common.constants.ClassPathReferences;
import de.captaingoldfish.scim.sdk.common.constants.enums.HttpMethod;
import de.captaingoldfish.scim.sdk.common.resources.Group;
import de.captaingoldfish.scim.sdk.common.resources.ServiceProvider;
import de.captaingoldfish.scim.sdk.common.resources.User;
import de.captaingoldfish.scim.sdk.common.resources.complex.BulkConfig;
import de.captaingoldfish.scim.sdk.common.resources.complex.ChangePasswordConfig;
import de.captaingoldfish.scim.sdk.common.resources.complex.ETagConfig;
import de.captaingoldfish.scim.sdk.common.resources.complex.FilterConfig;
import de.captaingoldfish.scim.sdk.common.resources.complex.PatchConfig;
import de.captaingoldfish.scim.sdk.common.resources.complex.SortConfig;
import de.captaingoldfish.scim.sdk.common.resources.multicomplex.AuthenticationScheme;
import de.captaingoldfish.scim.sdk.common.response.ScimResponse;
import de.captaingoldfish.scim.sdk.common.utils.JsonHelper;
import de.captaingoldfish.scim.sdk.server.endpoints.Context;
import de.captaingoldfish.scim.sdk.server.endpoints.EndpointDefinition;
import de.captaingoldfish.scim.sdk.server.endpoints.ResourceEndpoint;
import de.captaingoldfish.scim.sdk.server.endpoints.base.GroupEndpointDefinition;
import de.captaingoldfish.scim.sdk.server.schemas.ResourceType;
import de.captaingoldfish.scim.sdk.server.schemas.custom.ETagFeature;
import de.captaingoldfish.scim.sdk.server.schemas.custom.ResourceTypeFeatures;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The SCIM protocol (RFC 7643, RFC 7644) over stored users and groups; knows nothing of sockets. Safe for any thread. */
final class ScimEngine {

    private static final String RESOURCES = "/adsync/embedded/";

    private final ResourceEndpoint endpoint;
    private final Credentials credentials;
    private final ResourceStore<User> users;

    ScimEngine(EmbeddedProviderOptions options, SealedPasswords passwords) {
        credentials = new Credentials(options);
        users = new ResourceStore<>(User.class, User::getUserName, options.clock());
        var groups = new ResourceStore<>(Group.class, group -> Optional.empty(), options.clock());
        endpoint = new ResourceEndpoint(capabilities(options));
        endpoint.addDefaultPatchWorkarounds();
        register(userEndpoint(users, passwords));
        register(new GroupEndpointDefinition(new StoredResources.Groups(groups)));
    }

    /** Answers one request; {@code url} is the absolute one, with its query. Blocks while it computes. */
    ScimResponse handle(String method, String url, String body, Map<String, String> headers) {
        return endpoint.handleRequest(url, HttpMethod.valueOf(method), body, headers, new Context(credentials));
    }

    /** The users as they are stored, write-only attributes included. */
    List<String> users() {
        return users.all().stream().map(User::toString).toList();
    }

    private void register(EndpointDefinition definition) {
        ResourceType type = endpoint.registerEndpoint(definition);
        type.setFeatures(ResourceTypeFeatures.builder()
                .eTagFeature(ETagFeature.builder().enabled(true).build())
                .build());
    }

    private static EndpointDefinition userEndpoint(ResourceStore<User> users, SealedPasswords passwords) {
        return new EndpointDefinition(
                JsonHelper.loadJsonDocument(RESOURCES + "user-resource-type.json"),
                JsonHelper.loadJsonDocument(ClassPathReferences.USER_SCHEMA_JSON),
                List.of(
                        JsonHelper.loadJsonDocument(ClassPathReferences.ENTERPRISE_USER_SCHEMA_JSON),
                        JsonHelper.loadJsonDocument(RESOURCES + "user-extension.json")),
                new StoredResources.Users(users, passwords));
    }

    private static ServiceProvider capabilities(EmbeddedProviderOptions options) {
        return ServiceProvider.builder()
                .patchConfig(PatchConfig.builder().supported(options.patch()).build())
                .bulkConfig(BulkConfig.builder()
                        .supported(options.bulkOperations() > 0)
                        .maxOperations(Math.max(1, options.bulkOperations()))
                        .maxPayloadSize((long) options.bulkBytes())
                        .build())
                .filterConfig(FilterConfig.builder()
                        .supported(true)
                        .maxResults(options.pageSize())
                        .build())
                .sortConfig(SortConfig.builder().supported(true).build())
                .eTagConfig(ETagConfig.builder().supported(true).build())
                .changePasswordConfig(
                        ChangePasswordConfig.builder().supported(true).build())
                .authenticationSchemes(List.of(
                        scheme("Bearer token", "oauthbearertoken"), scheme("User name and password", "httpbasic")))
                .build();
    }

    private static AuthenticationScheme scheme(String name, String type) {
        return AuthenticationScheme.builder()
                .name(name)
                .description(name)
                .type(type)
                .build();
    }
}
