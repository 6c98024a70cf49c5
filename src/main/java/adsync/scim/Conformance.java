package adsync.scim;

import adsync.scim.ConformanceFinding.Verdict;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How a provider speaks SCIM 2.0.
 *
 * @param findings of each probe, in the order of the probes
 * @param switches how ADSync will therefore speak to it, by what is decided
 */
public record Conformance(List<ConformanceFinding> findings, SortedMap<String, String> switches) {

    /** What is found, and what follows from it. */
    public Conformance {
        findings = List.copyOf(findings);
        switches = Collections.unmodifiableSortedMap(new TreeMap<>(switches));
    }

    Conformance(List<ConformanceFinding> findings, Map<String, String> switches) {
        this(findings, new TreeMap<>(switches));
    }

    /** Whether the provider does all that ADSync needs. */
    public boolean conforms() {
        return findings.stream().noneMatch(finding -> finding.verdict() == Verdict.FAILS);
    }
}
