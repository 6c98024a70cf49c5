package adsync.config;

import adsync.intake.IntakeOptions;
import adsync.shipper.PasswordOptions;
import java.util.List;

/**
 * How passwords are taken and shipped.
 *
 * @param intake where domain controllers send them, and what they are sealed to
 * @param shipping how the provider takes them
 */
public record PasswordSettings(IntakeOptions intake, PasswordOptions shipping) {

    /** What has to be read of users for that. */
    static final List<String> ATTRIBUTES = List.of("objectSid", "pwdLastSet", "userAccountControl");
}
