package adsync.mapping;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The forms that are made of proxyAddresses, and the postal address as one text. */
final class Addresses {

    private static final Comparator<String> BY_LETTERS =
            String.CASE_INSENSITIVE_ORDER.thenComparing(Comparator.naturalOrder());

    private Addresses() {}

    /** Of proxyAddresses and mail: the primary SMTP address, else mail. */
    static @Nullable Object primaryMail(Reading reading) {
        List<String> primaries = mail(reading, true);
        String mail = reading.first("mail", Checks::email);
        if (primaries.isEmpty()) {
            return mail;
        }
        if (primaries.size() > 1) {
            reading.note("proxyAddresses", "has " + primaries.size() + " primary SMTP addresses, the first is taken");
        }
        if (mail != null && !mail.equalsIgnoreCase(primaries.getFirst())) {
            reading.note("mail", "differs from the primary SMTP address of proxyAddresses, which is taken");
        }
        return primaries.getFirst();
    }

    /** Of proxyAddresses: all SMTP addresses but the primary one, sorted. */
    static @Nullable Object aliases(Reading reading) {
        TreeSet<String> aliases = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        aliases.addAll(mail(reading, false));
        List<String> primaries = mail(reading.silent(), true);
        aliases.addAll(primaries);
        primaries.stream().limit(1).forEach(aliases::remove);
        return aliases.isEmpty() ? null : List.copyOf(aliases);
    }

    /** The first of the aliases: a provider expects one element of each type. */
    static @Nullable Object firstAlias(Reading reading) {
        return aliases(reading) instanceof List<?> aliases ? aliases.getFirst() : null;
    }

    /** Of proxyAddresses and msRTCSIP-PrimaryUserAddress: the SIP address, a primary one first. */
    static @Nullable Object sip(Reading reading) {
        Optional<String> own = ProxyAddress.all(reading.image().values("proxyAddresses")).stream()
                .filter(address -> address.is("sip"))
                .sorted(Comparator.comparing(ProxyAddress::primary).reversed())
                .map(address -> reading.usable("proxyAddresses", Checks.email(address.address())))
                .filter(Objects::nonNull)
                .findFirst();
        return own.orElseGet(() -> reading.first(
                "msRTCSIP-PrimaryUserAddress",
                value -> Checks.email(ProxyAddress.parse(value).address())));
    }

    /** Of proxyAddresses and legacyExchangeDN: X500, X400, EUM and whatever else is neither mail nor SIP. */
    static @Nullable Object legacy(Reading reading) {
        Stream<ProxyAddress> others = ProxyAddress.all(reading.image().values("proxyAddresses")).stream()
                .filter(address -> !address.is("smtp") && !address.is("sip"));
        Stream<ProxyAddress> exchange =
                reading.image().values("legacyExchangeDN").stream().map(dn -> new ProxyAddress("X500", dn));
        List<String> all = Stream.concat(others, exchange)
                .map(address -> reading.usable("proxyAddresses", Checks.text(address.toString())))
                .filter(Objects::nonNull)
                .distinct()
                .sorted(BY_LETTERS)
                .toList();
        return all.isEmpty() ? null : all;
    }

    /** Of streetAddress, postOfficeBox, postalCode, l, st and co: the address as on a letter. */
    static @Nullable Object letter(Reading reading) {
        Map<String, String> parts = new LinkedHashMap<>();
        for (String attribute : reading.rule().attributes()) {
            String part = reading.silent().first(attribute, Checks::lines);
            if (part != null) {
                parts.put(attribute, part);
            }
        }
        List<String> lines = new ArrayList<>();
        Stream.of("streetAddress", "postOfficeBox")
                .map(parts::remove)
                .filter(Objects::nonNull)
                .forEach(lines::add);
        String town = String.join(
                " ",
                Stream.of("postalCode", "l")
                        .map(parts::remove)
                        .filter(Objects::nonNull)
                        .toList());
        if (!town.isEmpty()) {
            lines.add(town);
        }
        lines.addAll(parts.values());
        return lines.isEmpty() ? null : String.join("\n", lines);
    }

    private static List<String> mail(Reading reading, boolean primary) {
        return ProxyAddress.all(reading.image().values("proxyAddresses")).stream()
                .filter(address -> address.is("smtp") && address.primary() == primary)
                .map(address -> reading.usable("proxyAddresses", Checks.email(address.address())))
                .filter(Objects::nonNull)
                .sorted(BY_LETTERS)
                .toList();
    }
}
