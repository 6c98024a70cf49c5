package adsync.scim;

import adsync.scim.ScimOutcome.Busy;
import adsync.scim.ScimOutcome.Denied;
import adsync.scim.ScimOutcome.Missing;
import java.util.List;

/** Says in words why the provider could not be asked, and what an administrator can do about it. */
final class Explanation {

    private static final String NO_PATCH = "the provider says that it has no PATCH, without which there is no ";

    /** What can be done about it. */
    static final String PATCH_NEEDED =
            "leave that out, or ask the provider to switch PATCH on (RFC 7644 3.5.2); users are changed by PUT until then";

    private Explanation() {}

    /**
     * What is wrong with a provider that can only replace.
     *
     * @param needed the keys of what is not possible with it
     */
    static String noPatch(List<String> needed) {
        return NO_PATCH + String.join(", no ", needed);
    }

    /** Whether it is that. */
    static boolean lacksPatch(ScimOutcome outcome) {
        return outcome instanceof Denied denied && denied.detail().startsWith(NO_PATCH);
    }

    static String cause(ScimOutcome outcome) {
        return switch (outcome) {
            case Busy busy -> busy.detail();
            case Denied denied -> denied.detail();
            case Missing missing -> missing.status() + ": there is no SCIM endpoint here";
            case ScimOutcome.Unknown unknown -> unknown.detail();
            case ScimOutcome.Refused refused -> refused.detail();
            case ScimOutcome.Failed failed -> failed.detail();
            case ScimOutcome.Conflict conflict -> conflict.detail();
            case ScimOutcome.Created created -> "unexpected answer " + created.status();
            case ScimOutcome.Applied applied -> "unexpected answer " + applied.status();
        };
    }

    static String remedy(ScimOutcome outcome, boolean encrypted) {
        return switch (outcome) {
            case Denied denied
            when denied.status() == 401 || denied.status() == 403 ->
                "check user and password, token or oauth below provider, and what this account may do there";
            case Denied denied when lacksPatch(denied) -> PATCH_NEEDED;
            case Denied denied
            when encrypted && denied.status() == 0 ->
                TlsFault.in(denied.detail()).orElse(TlsFault.UNKNOWN_AUTHORITY).remedy();
            case Denied denied -> "check provider.url: it must be the base of the SCIM endpoints, without /Users";
            case Missing missing -> "check provider.url: it must be the base of the SCIM endpoints, without /Users";
            case Busy busy -> "try again later; the provider takes nothing for now";
            default -> "look into the provider's log; it did not answer as SCIM asks";
        };
    }
}
