package adsync.cli;

import adsync.config.Configuration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code adsync preview}: what a start would do, without doing it. */
@Command(
        name = "preview",
        description = {
            "Says what the service would do at the provider if it were started with this configuration now.",
            "For the first load as well as after a change of mapping, scope, services or deprovision. Reads directory and provider, writes nothing anywhere, and may be called while the service runs."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Example: adsync preview",
            "Exit code 0 if there is an answer, whatever it is; 2 if the configuration cannot be used; 3 if directory or",
            "provider do not answer."
        })
final class PreviewCommand implements Callable<Integer> {

    @Mixin
    private ConfigurationFile file = new ConfigurationFile();

    @Option(
            names = "--same-provider",
            description = "another provider.url or organization is where the accounts are that are known already")
    private boolean sameProvider;

    @Mixin
    private PreviewOutput output = new PreviewOutput();

    @Spec
    private CommandSpec specification = CommandSpec.create();

    @Override
    public Integer call() {
        Configuration configuration = file.load();
        return output.preview(configuration, sameProvider, specification);
    }
}
