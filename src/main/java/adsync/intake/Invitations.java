package adsync.intake;

import adsync.journal.PasswordJournal;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** Invites domain controllers. */
public final class Invitations {

    /** How long a token is good. */
    public static final Duration GOOD_FOR = Duration.ofMinutes(30);

    private static final int TOKEN_OCTETS = 32;
    private static final Pattern NAME =
            Pattern.compile("(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*");

    private final PasswordJournal passwords;
    private final Supplier<Authority> authority;
    private final IntakeOptions options;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    /**
     * Invites to an intake.
     *
     * @param authority asked for when it is needed; may block
     */
    public Invitations(PasswordJournal passwords, Supplier<Authority> authority, IntakeOptions options, Clock clock) {
        this.passwords = passwords;
        this.authority = authority;
        this.options = options;
        this.clock = clock;
    }

    /** Whether a text can be the DNS name of a domain controller. */
    public static boolean isName(String text) {
        return NAME.matcher(text.toLowerCase(Locale.ROOT)).matches();
    }

    /**
     * Invites a domain controller. Only a digest of the token is kept.
     *
     * @param name its DNS name
     * @return what is pasted there: our address, our pin and the token; shown once
     */
    public Future<String> invite(String name) {
        byte[] octets = new byte[TOKEN_OCTETS];
        random.nextBytes(octets);
        String token = Base64.getUrlEncoder().withoutPadding().encodeToString(octets);
        String host = options.reachedHost().contains(":") ? "[" + options.reachedHost() + "]" : options.reachedHost();
        String text = "pwc1:" + host + ":" + options.reachedPort() + ":"
                + authority.get().pins().getFirst() + ":" + token;
        return passwords
                .invite(
                        name.toLowerCase(Locale.ROOT),
                        digest(token),
                        clock.instant().plus(GOOD_FOR))
                .map(text);
    }

    static byte[] digest(String token) {
        return Authority.sha256(token.getBytes(StandardCharsets.UTF_8));
    }
}
