package adsync.setup;

import static org.assertj.core.api.Assertions.assertThat;

import adsync.directory.DirectoryTree;
import adsync.directory.DirectoryTree.Branch;
import adsync.directory.DirectoryTree.UserCounts;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LookingTest {

    private static final String DOMAIN = "DC=contoso,DC=com";

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_domain_in_which_not_all_were_counted_is_told_as_such(boolean complete) {
        var domains = Looking.domains(tree(new UserCounts(50_000, 0, Map.of(), complete)));

        assertThat(domains.getBoolean("counted")).isEqualTo(complete);
        assertThat(domains.getJsonArray("branches").getJsonObject(0).getInteger("users"))
                .isEqualTo(50_000);
    }

    private static DirectoryTree tree(UserCounts counts) {
        return (DirectoryTree) Proxy.newProxyInstance(
                LookingTest.class.getClassLoader(),
                new Class<?>[] {DirectoryTree.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "domains" -> List.of(new Branch(DOMAIN, "contoso.com", false));
                    case "count" -> counts;
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }
}
