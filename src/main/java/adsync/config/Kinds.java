package adsync.config;

import adsync.directory.ImageFilter;
import adsync.sealing.RootKey;
import adsync.secret.Credential;
import adsync.secret.Secret;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;

/** The kinds of value that the configuration file knows. */
final class Kinds {

    /** Stands for the organisation in an address. */
    static final String ORGANIZATION = "{organization}";

    private static final Pattern ORGANIZATION_NAME = Pattern.compile("[A-Za-z0-9](?:[A-Za-z0-9._-]{0,62}[A-Za-z0-9])?");
    private static final String LABEL = "[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9])?";

    /** With dots between all labels: where a dot may be missing, a long name can be divided in endless ways. */
    private static final Pattern DOMAIN_NAME = Pattern.compile(LABEL + "(?:\\." + LABEL + "){0,126}\\.?");

    private static final Pattern ACCOUNT_NAME = Pattern.compile("[^=@\\\\]+[@\\\\][^=@\\\\]+");
    private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m|h|d)");
    private static final Pattern DIGITS = Pattern.compile("-?\\d{1,9}");

    static final Kind<String> TEXT = Kind.ofText(String.class, "text", "text", (text, surroundings) -> text);

    static final Kind<String> ORGANIZATION_KIND = Kind.ofText(
            String.class, "name", "a name of letters, digits, dots, hyphens and underscores", (text, surroundings) -> {
                if (!ORGANIZATION_NAME.matcher(text).matches()) {
                    throw new Unexpected("text with other characters", "use the name the provider gave you");
                }
                return text;
            });

    static final Kind<Servers> SERVERS = new Kind<>(
            Servers.class, "list of addresses", "a list of ldaps:// or ldap:// addresses", (item, surroundings) -> {
                if (!(item instanceof Item.Sequence sequence)) {
                    throw new Unexpected(item.kind(), "write [ldaps://dc1.contoso.com], also for a single one");
                }
                List<URI> addresses = new ArrayList<>();
                for (Item server : sequence.items()) {
                    addresses.add(Addresses.directory(Kind.text(server)));
                }
                if (addresses.isEmpty()) {
                    throw new Unexpected("an empty list", "");
                }
                return new Servers(addresses);
            });

    static final Kind<String> DOMAIN =
            Kind.ofText(String.class, "DNS name", "the DNS name of a domain", (text, surroundings) -> {
                if (!DOMAIN_NAME.matcher(text).matches()) {
                    throw new Unexpected("text that is no DNS name", "write it as contoso.com");
                }
                return text;
            });

    static final Kind<String> DISTINGUISHED_NAME =
            Kind.ofText(String.class, "distinguished name", "a distinguished name", (text, surroundings) -> {
                if (!distinguishedName(text)) {
                    throw new Unexpected("text that is none", "write it as OU=Staff,DC=contoso,DC=com");
                }
                return text;
            });

    static final Kind<Names> DISTINGUISHED_NAMES = new Kind<>(
            Names.class, "list of distinguished names", "a list of distinguished names", Kinds::distinguishedNames);

    static final Kind<ImageFilter> FILTER = Kind.ofText(
            ImageFilter.class, "LDAP filter", "an LDAP filter that can be evaluated here", (text, surroundings) -> {
                try {
                    return ImageFilter.parse(text);
                } catch (IllegalArgumentException e) {
                    throw new Unexpected(String.valueOf(e.getMessage()), "");
                }
            });

    static final Kind<String> ACCOUNT = Kind.ofText(
            String.class, "account", "an account: user@domain, DOMAIN\\user or a distinguished name", (text, s) -> {
                boolean known = ACCOUNT_NAME.matcher(text).matches() || distinguishedName(text);
                if (!known) {
                    throw new Unexpected("text of another form", "a bare name is not enough to sign in with");
                }
                return text;
            });

    static final Kind<Secret> SECRET =
            new Kind<>(Secret.class, "secret", "a secret, as ${env:NAME} or ${file:/path}", Kinds::secret);

    static final Kind<Path> CERTIFICATES =
            Kind.ofText(Path.class, "file", "a file of certificates in PEM", ReadableFiles::certificates);

    static final Kind<Path> KEYTAB = Kind.ofText(Path.class, "file", "a keytab file", ReadableFiles::keytab);

    static final Kind<Path> FILE = Kind.ofText(Path.class, "file", "a file", ReadableFiles::readable);

    static final Kind<URI> FILE_OR_ADDRESS =
            Kind.ofText(URI.class, "file or address", "a file or an https:// address", (text, surroundings) -> {
                if (text.startsWith("https://")) {
                    return Addresses.web(text);
                }
                return ReadableFiles.readable(text, surroundings).toUri();
            });

    static final Kind<Path> FOLDER = Kind.ofText(Path.class, "folder", "a folder", ReadableFiles::path);

    static final Kind<URI> WEB_ADDRESS = Kind.ofText(
            URI.class, "address", "an https:// or http:// address", (text, surroundings) -> Addresses.web(text));

    static final Kind<String> PROVIDER_ADDRESS =
            Kind.ofText(String.class, "address", "an https:// or http:// address", (text, surroundings) -> {
                Addresses.base(text.replace(ORGANIZATION, "organization"));
                return text;
            });

    static final Kind<HostAndPort> LISTEN =
            new Kind<>(HostAndPort.class, "host:port", "a host and a port", (item, surroundings) -> {
                if (item instanceof Item.Scalar scalar && scalar.type() == Item.Scalar.Type.NUMBER) {
                    throw new Unexpected(scalar.kind(), "write host:port, for example 127.0.0.1:" + scalar.text());
                }
                return HostAndPort.parseBoth(Kind.text(item));
            });

    static final Kind<String> KEY_CENTER =
            Kind.ofText(String.class, "host[:port]", "a host, or a host and a port", (text, surroundings) -> {
                HostAndPort.parse(text);
                return text;
            });

    static final Kind<RootKey> ROOT_KEY =
            Kind.ofText(RootKey.class, "root key", "a point on P-256 in base64url", (text, surroundings) -> {
                try {
                    return new RootKey(text);
                } catch (IllegalArgumentException e) {
                    throw new Unexpected("text that is none", "copy the 86 characters that the provider gave you");
                }
            });

    static final Kind<Boolean> SWITCH =
            new Kind<>(Boolean.class, "true/false", "true or false", (item, surroundings) -> {
                if (item instanceof Item.Scalar scalar && scalar.type() == Item.Scalar.Type.BOOLEAN) {
                    return scalar.text().equalsIgnoreCase("true");
                }
                throw new Unexpected(item.kind(), "write true or false, without quotes");
            });

    private Kinds() {}

    /** How a provider takes passwords. */
    enum PasswordForm {
        ATTRIBUTE,
        ENDPOINT
    }

    /** Addresses of domain controllers. */
    record Servers(List<URI> addresses) {
        Servers {
            addresses = List.copyOf(addresses);
        }
    }

    static Kind<Integer> number(int least, int most) {
        return new Kind<>(Integer.class, "number", "a number from " + least + " to " + most, (item, surroundings) -> {
            if (!(item instanceof Item.Scalar scalar) || scalar.type() != Item.Scalar.Type.NUMBER) {
                throw new Unexpected(item.kind(), "");
            }
            if (!DIGITS.matcher(scalar.text()).matches()) {
                throw new Unexpected("a number that is not whole or too large", "");
            }
            int number = Integer.parseInt(scalar.text());
            if (number < least || number > most) {
                throw new Unexpected(number < least ? "a smaller one" : "a larger one", "");
            }
            return number;
        });
    }

    static Kind<Duration> duration(String least, String most) {
        String expected = "a duration from " + least + " to " + most;
        return new Kind<>(Duration.class, "duration", expected, (item, surroundings) -> {
            if (item instanceof Item.Scalar scalar && scalar.type() == Item.Scalar.Type.NUMBER) {
                throw new Unexpected("a number without a unit", "add one of ms, s, m, h, d, as in " + least);
            }
            Duration duration = parseDuration(Kind.text(item));
            if (duration.compareTo(parseDuration(least)) < 0) {
                throw new Unexpected("a shorter one", "");
            }
            if (duration.compareTo(parseDuration(most)) > 0) {
                throw new Unexpected("a longer one", "");
            }
            return duration;
        });
    }

    private static Duration parseDuration(String text) throws Unexpected {
        Matcher duration = DURATION.matcher(text);
        if (!duration.matches()) {
            throw new Unexpected("text of another form", "write a number and one of ms, s, m, h, d, as in 20s");
        }
        long count = Long.parseLong(duration.group(1));
        return switch (duration.group(2)) {
            case "ms" -> Duration.ofMillis(count);
            case "s" -> Duration.ofSeconds(count);
            case "m" -> Duration.ofMinutes(count);
            case "h" -> Duration.ofHours(count);
            default -> Duration.ofDays(count);
        };
    }

    static <E extends Enum<E>> Kind<E> choice(Class<E> type) {
        String words = Arrays.stream(type.getEnumConstants()).map(Kinds::word).collect(Collectors.joining(" or "));
        return Kind.ofText(type, words, words, (text, surroundings) -> {
            for (E constant : type.getEnumConstants()) {
                if (word(constant).equals(text)) {
                    return constant;
                }
            }
            throw new Unexpected("another word", "");
        });
    }

    static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static Secret secret(Item item, Surroundings surroundings) throws Unexpected {
        if (!(item instanceof Item.Scalar scalar) || scalar.type() != Item.Scalar.Type.TEXT) {
            Kind.text(item); // says what it is instead
            throw new Unexpected(item.kind(), "");
        }
        return switch (surroundings.secrets().resolve(scalar.text())) {
            case Credential.Missing none -> throw new Unexpected(none.cause(), none.remedy());
            case Credential.Found found -> {
                if (!found.warning().isEmpty()) {
                    surroundings.warn(found.warning());
                }
                yield found.secret();
            }
        };
    }

    private static Names distinguishedNames(Item item, Surroundings surroundings) throws Unexpected {
        if (!(item instanceof Item.Sequence sequence)) {
            throw new Unexpected(item.kind(), "write [\"OU=Staff,DC=contoso,DC=com\"], also for a single one");
        }
        if (sequence.items().isEmpty()) {
            throw new Unexpected("an empty list", "");
        }
        List<Names.Named> names = new ArrayList<>();
        boolean wrong = false;
        for (Item name : sequence.items()) {
            try {
                names.add(new Names.Named(DISTINGUISHED_NAME.reader().read(name, surroundings), name.line()));
            } catch (Unexpected e) {
                wrong = true;
                surroundings.refuse(name.line(), "expected " + DISTINGUISHED_NAME.expected() + ", " + e.text());
            }
        }
        if (wrong) {
            throw Unexpected.within();
        }
        if (names.size() > 1 && names.stream().anyMatch(Names.Named::single)) {
            throw new Unexpected("names that are cut at their commas", "put each in quotes, or on a line of its own");
        }
        return new Names(names);
    }

    static boolean distinguishedName(String text) {
        try {
            return text.contains("=") && !new LdapName(text).isEmpty();
        } catch (InvalidNameException | IllegalArgumentException e) { // the latter for OU=#x
            return false;
        }
    }
}
