package adsync.fuzz;

import adsync.config.ConfigurationSurface;
import adsync.config.DraftSurface;
import adsync.config.MappingSurface;
import adsync.directory.EntrySurface;
import adsync.directory.FilterSurface;
import adsync.directory.NameSurface;
import adsync.directory.WireSurface;
import adsync.intake.EnrolmentSurface;
import adsync.intake.EventSurface;
import adsync.intake.ReportSurface;
import adsync.journal.JournalSurface;
import adsync.scim.AnswerSurface;
import adsync.scim.RedactionSurface;
import adsync.scim.TokenSurface;
import adsync.sealing.KeySetSurface;
import adsync.sealing.SealedEventSurface;
import java.util.Locale;
import java.util.function.Supplier;

/** All surfaces, by the name of their corpus. */
public enum Surfaces {
    ENTRY(EntrySurface::new),
    WIRE(WireSurface::new),
    NAME(NameSurface::new),
    FILTER(FilterSurface::new),
    ANSWER(AnswerSurface::new),
    TOKEN(TokenSurface::new),
    REDACTION(RedactionSurface::new),
    EVENT(EventSurface::new),
    REPORT(ReportSurface::new),
    ENROLMENT(EnrolmentSurface::new),
    SEALED_EVENT(SealedEventSurface::new),
    KEY_SET(KeySetSurface::new),
    CONFIGURATION(ConfigurationSurface::new),
    DRAFT(DraftSurface::new),
    MAPPING(MappingSurface::new),
    JOURNAL(JournalSurface::new);

    private final Supplier<Surface> opening;

    Surfaces(Supplier<Surface> opening) {
        this.opening = opening;
    }

    /** The surface, ready for input. */
    public Surface open() {
        return opening.get();
    }

    /** The name of its corpus. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Surfaces of(String word) {
        for (Surfaces surface : values()) {
            if (surface.word().equals(word)) {
                return surface;
            }
        }
        throw new IllegalArgumentException("there is no target " + word);
    }
}
