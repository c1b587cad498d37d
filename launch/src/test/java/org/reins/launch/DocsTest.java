package org.reins.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reins.filter.FilterAction;
import org.reins.filter.FilterReason;
import org.reins.filter.SafetyFilter;
import org.reins.robot.model.RobotModel;
import picocli.CommandLine;

/**
 * What the documentation names must exist: pages, commands and their options. SiteTest has links.
 */
class DocsTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Pattern INLINE = Pattern.compile("`(\\./reins [^`]+)`");
  private static final Pattern OPEN = Pattern.compile(".*(\\||\\[|…|\\.\\.\\.|<|\\$|&&).*");
  private static final int WIDEST = 140;
  private static final CommandLine COMMANDS =
      Main.commands().setCaseInsensitiveEnumValuesAllowed(true);

  private static List<Path> pages() throws IOException {
    try (Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
      return Stream.concat(
              docs.filter(p -> p.toString().endsWith(".md")),
              Stream.of("README.md", "CONTRIBUTING.md").map(ROOT::resolve))
          .sorted()
          .toList();
    }
  }

  @Test
  void proseIsNotWiderThanAScreen() throws IOException {
    List<String> wide = new ArrayList<>();
    for (Path page : pages()) {
      boolean code = false;
      int number = 0;
      for (String line : Files.readAllLines(page)) {
        number++;
        code ^= line.startsWith("```");
        if (!code && !line.startsWith("|") && line.length() > WIDEST) {
          wide.add(ROOT.relativize(page) + ":" + number);
        }
      }
    }
    assertEquals(List.of(), wide);
  }

  @Test
  void theReadmeIsShort() throws IOException {
    assertTrue(Files.readAllLines(ROOT.resolve("README.md")).size() <= 150);
  }

  @Test
  void everyPageIsInTheIndex() throws IOException {
    Path docs = ROOT.resolve("docs");
    String index = Files.readString(docs.resolve("README.md"));
    Set<String> missing =
        pages().stream()
            .filter(p -> p.startsWith(docs) && !p.endsWith("README.md"))
            .map(p -> docs.relativize(p).toString())
            .filter(p -> !index.contains("](" + p + ")"))
            .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(Set.of(), missing);
  }

  @Test
  void everyReasonAndStatusIsExplained() throws IOException {
    String page = Files.readString(ROOT.resolve("docs/how-to/read-a-stop.md"));
    for (FilterReason reason : FilterReason.values()) {
      assertTrue(page.contains("`" + reason.name() + "`"), reason.name());
    }
    for (FilterAction action : FilterAction.values()) {
      assertTrue(page.contains("| `" + action.name() + "` |"), action.name());
    }
  }

  /** The commands of a page: in code blocks and within lines. */
  private static List<String> commands(Path page) throws IOException {
    List<String> all = new ArrayList<>();
    boolean code = false;
    StringBuilder continued = new StringBuilder();
    for (String line : Files.readAllLines(page)) {
      code ^= line.startsWith("```");
      if (code) {
        String text = continued + line.strip();
        continued.setLength(0);
        if (text.startsWith("./reins ") && text.endsWith("\\")) {
          continued.append(text, 0, text.length() - 1);
        } else if (text.startsWith("./reins ")) {
          all.add(text);
        }
      }
    }
    // An inline command may go on in the next line.
    Matcher m =
        INLINE.matcher(Files.readString(page).replaceAll("(?s)```.*?```", "").replace("\n", " "));
    while (m.find()) {
      all.add(m.group(1));
    }
    return all;
  }

  /** Commands of the script {@code reins} itself. */
  private static final List<String> OF_THE_SCRIPT = List.of("test", "dist");

  /** Why a command of the docs is not one of ours; empty if it is. */
  private static String objection(String command) {
    String bare = command.replaceAll("\\s+(#|>|2>|\\().*", "").replaceAll("\\s{2,}\\S.*", "");
    List<String> words = new ArrayList<>(List.of(bare.strip().split("\\s+")));
    words.remove(0);
    if (words.isEmpty() || OF_THE_SCRIPT.contains(words.get(0)) || OPEN.matcher(bare).matches()) {
      return "";
    }
    int ros = words.indexOf("--ros-args");
    try {
      COMMANDS.parseArgs(words.subList(0, ros < 0 ? words.size() : ros).toArray(String[]::new));
      return "";
    } catch (CommandLine.MissingParameterException e) {
      // A mention of a command, or of an option, without all that it needs.
      return "";
    } catch (CommandLine.UnmatchedArgumentException e) {
      return e.getMessage();
    } catch (CommandLine.ParameterException e) {
      // A placeholder such as N stands where a number is needed.
      return e.getMessage().matches("(?s).*'[A-Z]+'.*") ? "" : e.getMessage();
    }
  }

  private static String code(Path page, String language) throws IOException {
    Matcher m =
        Pattern.compile("(?s)```" + language + "\n(.*?)```").matcher(Files.readString(page));
    assertTrue(m.find(), page + " has no code in " + language);
    return m.group(1);
  }

  private static String classes(Class<?> of) throws URISyntaxException {
    return Path.of(of.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
  }

  /** The libraries of the modules, without the modules: from the class path of this test. */
  private static String libraries() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
        .filter(p -> p.matches(".*/(ejml|ojalgo|snakeyaml|jackson|slf4j)[^/]*\\.jar"))
        .collect(Collectors.joining(File.pathSeparator));
  }

  @Test
  void theExampleOfTheLibraryCompilesAndHoldsTheArm(@TempDir Path folder) throws Exception {
    Path source = folder.resolve("FirstFilter.java");
    Files.writeString(source, code(ROOT.resolve("docs/tutorials/java-library.md"), "java"));
    String path =
        String.join(
            File.pathSeparator,
            classes(RobotModel.class),
            classes(SafetyFilter.class),
            libraries());
    Process p =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                path,
                source.toString())
            .redirectErrorStream(true)
            .start();
    String text = new String(p.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, p.waitFor(), text);
    assertTrue(text.startsWith("MODIFIED CONSTRAINT ["), text);
  }

  @Test
  void everyCommandAndOptionExists() throws IOException {
    List<String> wrong = new ArrayList<>();
    int tried = 0;
    for (Path page : pages()) {
      for (String command : commands(page)) {
        String objection = objection(command);
        tried++;
        if (!objection.isEmpty()) {
          wrong.add(ROOT.relativize(page) + ": " + command + ": " + objection);
        }
      }
    }
    assertEquals(List.of(), wrong);
    assertTrue(tried > 100, "only " + tried + " commands were found");
  }
}
