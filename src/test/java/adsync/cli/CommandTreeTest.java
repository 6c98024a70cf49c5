package adsync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** What every command has. */
class CommandTreeTest {

    /** They run something, or print what is no data. */
    private static final Set<String> WITHOUT_JSON = Set.of("adsync completion", "adsync generate", "adsync help");

    static Stream<String> names() {
        return Stream.concat(
                ManPage.all(Main.commandLine())
                        .map(command -> command.getCommandSpec().qualifiedName()),
                Stream.of("adsync generate", "adsync help"));
    }

    private static CommandLine command(String name) {
        CommandLine command = Main.commandLine();
        for (String part : name.split(" ", -1)) {
            command = command.getSubcommands().getOrDefault(part, command);
        }
        return command;
    }

    @ParameterizedTest
    @MethodSource("names")
    void it_has_a_description_an_example_and_its_exit_codes(String name) {
        String[] words = (name.substring("adsync".length()) + " --help").strip().split(" ", -1);
        DeskFixture.Ended help = DeskFixture.run(words);

        assertThat(help.exitCode()).isZero();
        assertThat(help.out()).contains("Usage: " + name, "--help").containsPattern("Exit codes?[: ]");
        assertThat(help.out().lines().filter(line -> line.startsWith("Example:")))
                .isNotEmpty()
                .allSatisfy(example -> assertThat(example).contains(name));
        assertThat(command(name).getCommandSpec().usageMessage().description()[0])
                .as("all that the list of commands shows")
                .matches("[A-Z][^.]*(\\.(?! [A-Z])[^.]*)*\\.")
                .hasSizeLessThan(120);
    }

    @ParameterizedTest
    @MethodSource("names")
    void every_option_is_described_and_what_prints_data_prints_json_too(String name) {
        CommandLine command = command(name);
        assertThat(command.getCommandSpec().options())
                .allSatisfy(option -> assertThat(option.description()).isNotEmpty());
        assertThat(command.getCommandSpec().positionalParameters())
                .allSatisfy(parameter -> assertThat(parameter.description()).isNotEmpty());
        if (command.getSubcommands().isEmpty() && !WITHOUT_JSON.contains(name)) {
            assertThat(command.getCommandSpec().optionsMap()).containsKey("--json");
        }
    }

    /** At the width of a pipe: a line of an example is pasted as it stands. */
    @ParameterizedTest
    @MethodSource("names")
    void its_help_fits_and_breaks_no_example(String name) {
        CommandLine command = command(name).setUsageHelpAutoWidth(false).setUsageHelpWidth(80);
        List<String> shown = command.getUsageMessage(Ansi.OFF).lines().toList();

        assertThat(shown).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
        assertThat(command.getCommandSpec().usageMessage().footer())
                .filteredOn(line -> line.startsWith("Example:") || line.startsWith("    "))
                .isNotEmpty()
                .allSatisfy(example -> assertThat(shown).contains(example))
                .as("a package has it elsewhere, and finds it by itself")
                .noneMatch(example -> example.contains("conf/adsync.yaml"));
    }

    /** What is broken by hand is broken twice in a narrower terminal. */
    @ParameterizedTest
    @MethodSource("names")
    void no_sentence_of_a_description_is_broken_by_hand(String name) {
        CommandSpec specification = command(name).getCommandSpec();
        List<String[]> described = new ArrayList<>();
        described.add(specification.usageMessage().description());
        specification.options().forEach(option -> described.add(option.description()));

        assertThat(described)
                .allSatisfy(lines -> assertThat(Arrays.asList(lines).subList(0, lines.length - 1))
                        .allMatch(line ->
                                line.isEmpty() || line.endsWith(".") || line.endsWith(":") || line.contains("  ")));
    }

    @ParameterizedTest
    @MethodSource("names")
    void its_synopsis_in_the_manual_names_each_option_and_parameter(String name) {
        CommandLine command = command(name);
        String page = ManPage.of(command).replace("\\-", "-");
        String synopsis = page.substring(page.indexOf("SYNOPSIS"), page.indexOf(".SH \"DESCRIPTION"));

        assertThat(command.getCommandSpec().options())
                .filteredOn(option -> !option.hidden())
                .allSatisfy(option -> assertThat(synopsis).containsPattern(inSynopsis(option)));
        assertThat(command.getCommandSpec().positionalParameters())
                .allSatisfy(parameter -> assertThat(synopsis).contains(parameter.paramLabel()));
    }

    /** Switches of one letter stand together. */
    private static String inSynopsis(OptionSpec option) {
        String shortest = option.shortestName();
        return shortest.length() == 2 && option.arity().max() == 0
                ? "\\[-\\w*" + shortest.charAt(1)
                : Pattern.quote(shortest) + "\\b";
    }

    @ParameterizedTest
    @CsvSource({
        "stauts, adsync status",
        "help stauts, adsync status",
        "help dc ad, adsync dc add",
        "tail --kind update, updated",
        "tail --kind=created --outcome=shiped, shipped",
        "completion fihs, fish",
        "config shwo, adsync config show",
        "audit verfy, adsync audit verify",
        "status --jsno, --json",
        "tail --folow, --follow",
        "tail --outcom=parked, --outcome",
        "check --providr, --provider"
    })
    void what_is_misspelled_is_told_with_what_was_meant(String typed, String meant) {
        DeskFixture.Ended ended = DeskFixture.run(typed.split(" ", -1));

        assertThat(ended.exitCode()).isEqualTo(ExitCode.UNUSABLE);
        assertThat(ended.out()).isEmpty();
        assertThat(ended.err()).hasLineCount(1).contains("did you mean " + meant + "?");
    }

    @Test
    void help_of_a_command_below_another_is_its_own() {
        assertThat(DeskFixture.run("help", "dc", "add").out()).startsWith("Usage: adsync dc add");
        assertThat(DeskFixture.run("help").out()).startsWith("Usage: adsync ");
    }

    @Test
    void the_words_of_an_option_are_those_that_are_printed() {
        DeskFixture.Ended help = DeskFixture.run("tail", "--help");

        assertThat(help.out().replaceAll("\\s+", " "))
                .contains("left_scope, deleted, expired, retention_ended, remapped, drifted, password,")
                .contains("shipped, unchanged, superseded, parked, held, forgotten, dropped, noted");
        assertThat(DeskFixture.run("tail", "--kind", "update").err()).contains("created, updated, moved");
    }

    @Test
    void every_command_has_a_manual_page(@TempDir Path folder) throws IOException {
        assertThat(DeskFixture.run("generate", folder.toString()).exitCode()).isZero();

        List<CommandLine> commands = ManPage.all(Main.commandLine()).toList();
        assertThat(commands).hasSizeGreaterThan(25);
        for (CommandLine command : commands) {
            String page = Files.readString(folder.resolve("man").resolve(ManPage.name(command) + ".1"));
            assertThat(page)
                    .startsWith(".TH \""
                            + ManPage.name(command).toUpperCase(Locale.ROOT).replace("-", "\\-"))
                    .contains(".SH \"NAME\"\n", ".SH \"SYNOPSIS\"\n", ".SH \"EXAMPLES\"\n", ".SH \"EXIT STATUS\"\n")
                    .contains(
                            ".SH \"ENVIRONMENT\"\n",
                            ".SH \"FILES\"\n",
                            "\\fBADSYNC_CONFIG\\fR",
                            "/etc/adsync/adsync.yaml")
                    .doesNotContain("default: conf/adsync.yaml")
                    .doesNotContain("${");
            assertThat(page.lines().filter(line -> line.startsWith(".")))
                    .allMatch(line -> line.matches("\\.(TH|SH|TP|PP|br|nf|fi)( \".*\")*"));
        }
    }

    @Test
    void bash_completes_commands_and_options() throws IOException, InterruptedException {
        assertThat(completed("adsync sta", 1)).containsExactly("status");
        assertThat(completed("adsync config va", 2)).containsExactly("validate");
        assertThat(completed("adsync tail --fol", 2)).containsExactly("--follow");
        assertThat(completed("adsync tail --kind left", 3)).containsExactly("left_scope");
        assertThat(completed("adsync completion ba", 2)).containsExactly("bash");
    }

    private static List<String> completed(String typed, int word) throws IOException, InterruptedException {
        Path script = Files.createTempFile("adsync", ".bash");
        try {
            Files.writeString(script, DeskFixture.run("completion", "bash").out());
            Process bash = new ProcessBuilder(
                            "bash",
                            "-c",
                            "source " + script + "; COMP_WORDS=(" + typed + "); COMP_CWORD=" + word
                                    + "; _complete_adsync; printf '%s\\n' \"${COMPREPLY[@]}\"")
                    .redirectError(ProcessBuilder.Redirect.DISCARD) // it is no completion that is under way
                    .start();
            String out = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(bash.waitFor()).as(out).isZero();
            return out.lines().map(String::strip).toList();
        } finally {
            Files.delete(script);
        }
    }

    /** In a real one, on a terminal of its own, by the Tab key. */
    @Test
    void zsh_completes_commands_and_options_and_says_what_they_are_for() throws IOException, InterruptedException {
        zshCompletes("adsync sta", "adsync status");
        zshCompletes("adsync config va", "adsync config validate");
        zshCompletes("adsync tail --fol", "adsync tail --follow");
        zshCompletes("adsync completion f", "adsync completion fish");
        zshCompletes("adsync rec", "adsync reconcile");
        zshCompletes("adsync re", "retry      -- Tries a parked or postponed user again, now");
        assertThat(DeskFixture.run("completion", "zsh").out()).doesNotContain("generate");
    }

    private static void zshCompletes(String typed, String shown) throws IOException, InterruptedException {
        Path script = Files.createTempFile("adsync", ".zsh");
        try {
            Files.writeString(script, DeskFixture.run("completion", "zsh").out());
            String terminal = """
                    zmodload zsh/zpty zsh/zselect
                    zpty shell zsh -f -i
                    zpty -w shell 'PS1=; autoload -U compinit; compinit -u -D; source %s; echo re''ady'
                    zpty -r shell line '*ready*'
                    zpty -w -n shell $'%s\\t'
                    seen=
                    repeat 200; do
                      zpty -r -t shell line && seen+=$line
                      [[ $seen == *'%s'* ]] && break
                      zselect -t 10
                    done
                    print -r -- $seen
                    zpty -d shell
                    """.formatted(script, typed, shown);
            var zsh = new ProcessBuilder("zsh", "-f", "-c", terminal).redirectErrorStream(true);
            zsh.environment().put("TERM", "xterm");
            Process run = zsh.start();
            run.getOutputStream().close();
            String out = new String(run.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            run.waitFor();
            assertThat(out).contains(shown);
        } finally {
            Files.delete(script);
        }
    }

    @Test
    void fish_gets_a_line_for_each_command_and_option() {
        assertThat(DeskFixture.run("completion", "fish").out())
                .contains("__fish_seen_subcommand_from tail' -s f -l follow -d ", " -a status -d ", " -l config -r -F")
                .contains(" -x -a 'created updated ", "from completion' -a 'bash zsh fish'")
                .contains("seen_subcommand_from config; and not __fish_seen_subcommand_from validate show' -a show")
                .doesNotContain("generate");
    }
}
