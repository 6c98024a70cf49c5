package adsync.config;

import static org.assertj.core.api.Assertions.assertThat;

import adsync.change.CorrelationId;
import adsync.change.Image;
import adsync.change.ObjectGuid;
import adsync.fuzz.Surface;
import adsync.mapping.Mapped;
import adsync.mapping.Mapping;
import adsync.mapping.MappingOptions;
import adsync.scim.BulkRequest;
import adsync.scim.ScimOperation;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/** A mapping file, and a user who is mapped by it. */
public final class MappingSurface implements Surface {

    private static final Path FILE = Path.of("/nowhere/mapping.yaml");
    private static final ObjectGuid GUID = new ObjectGuid(new UUID(1, 2));

    private static final Image USER = new Image(
            GUID,
            GUID,
            "CN=Ada Adler",
            "CN=Ada Adler,OU=Staff,DC=example,DC=com",
            1,
            new TreeMap<>(Map.of(
                    "userPrincipalName", List.of("ada@example.com"),
                    "sAMAccountName", List.of("ada"),
                    "mail", List.of("Ada@Example.com", "\u0000", ""),
                    "givenName", List.of("Ada"),
                    "sn", List.of("Adler"),
                    "title", List.of("Engineer\r\n"),
                    "userAccountControl", List.of("512"),
                    "proxyAddresses", List.of("SMTP:ada@example.com", "smtp:", ":", "x500:/o=x"))));

    @Override
    public void take(byte[] octets) {
        String text = new String(octets, StandardCharsets.UTF_8);
        MappingOptions options;
        try {
            Problems problems = new Problems();
            options = MappingFile.of(text, FILE, problems);
            problems.refuse();
        } catch (ConfigurationException e) {
            assertThat(e.problems()).isNotEmpty().hasSizeLessThanOrEqualTo(text.length() + 1);
            return;
        }
        Mapping mapping = Mapping.standard(options);
        assertThat(mapping.fingerprint())
                .isEqualTo(Mapping.standard(new MappingOptions(options.extension(), options.choices()))
                        .fingerprint());
        assertThat(Mapping.standard(options.withoutServices()).attributes())
                .hasSizeLessThanOrEqualTo(mapping.attributes().size());
        if (mapping.resource(USER, Optional.of("7"), Instant.EPOCH) instanceof Mapped.User user) {
            user.resource()
                    .values()
                    .keySet()
                    .forEach(path -> assertThat(mapping.maps(path)).as(path).isTrue());
            BulkRequest request =
                    BulkRequest.of(List.of(new ScimOperation.Create(new CorrelationId("0"), user.resource())));
            assertThat(request.octets()).isPositive();
        }
    }
}
