package adsync.scim;

/** Outcomes without the provider's words, which may repeat what it was sent. */
final class Untold {

    private Untold() {}

    static ScimOutcome of(ScimOutcome outcome) {
        String words = "HTTP " + outcome.status();
        return switch (outcome) {
            case ScimOutcome.Created created -> new ScimOutcome.Applied(created.status());
            case ScimOutcome.Applied applied -> applied;
            case ScimOutcome.Missing missing -> missing;
            case ScimOutcome.Conflict conflict -> new ScimOutcome.Conflict(conflict.status(), words);
            case ScimOutcome.Refused refused -> new ScimOutcome.Refused(refused.status(), words);
            case ScimOutcome.Failed failed -> new ScimOutcome.Failed(failed.status(), words);
            case ScimOutcome.Busy busy ->
                busy.status() == 0 ? busy : new ScimOutcome.Busy(busy.status(), busy.retryAfter(), words);
            case ScimOutcome.Denied denied ->
                denied.status() == 0 ? denied : new ScimOutcome.Denied(denied.status(), words);
            case ScimOutcome.Unknown unknown ->
                unknown.status() == 0 ? unknown : new ScimOutcome.Unknown(unknown.status(), words);
        };
    }
}
