package adsync.testing;

import adsync.observe.DocumentedMeter;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.micrometer.core.instrument.Meter;
import io.micrometer.prometheusmetrics.PrometheusNamingConvention;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** The meters that the rooms declare, found in the classes so that no room can be forgotten. */
public final class OurMeters {

    private OurMeters() {}

    /** All of them, by name. */
    public static List<DocumentedMeter> all() {
        return new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS).importPackages("adsync").stream()
                        .filter(type -> type.isAssignableTo(DocumentedMeter.class) && type.isEnum())
                        .flatMap(type -> Arrays.stream(type.reflect().getEnumConstants()))
                        .map(DocumentedMeter.class::cast)
                        .sorted(Comparator.comparing(DocumentedMeter::getName))
                        .toList();
    }

    /** What it is called on {@code /metrics}, without the endings that a timer or a summary adds. */
    public static String prometheusName(DocumentedMeter meter) {
        String name = new PrometheusNamingConvention().name(meter.getName(), meter.getType(), meter.getBaseUnit());
        return meter.getType() == Meter.Type.COUNTER ? name + "_total" : name;
    }
}
