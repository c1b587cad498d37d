package org.reins.launch.inspect;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.reins.launch.inspect.RobotSurvey.Entry;
import org.reins.launch.inspect.RobotSurvey.Outcome;
import org.reins.launch.report.Progress;
import org.reins.node.json.Json;
import org.reins.robot.urdf.UrdfOptions;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Imports and checks all URDFs under a folder, and prints what came of them. */
@Command(
    name = "survey",
    description =
        "Imports and checks every .urdf file under a folder, and prints a table of what is sound,"
            + " what is refused, and why. The status is 1 if Reins itself fails on a file.",
    mixinStandardHelpOptions = true)
final class SurveyCommand implements Callable<Integer> {
  private static final Pattern NAMES =
      Pattern.compile(
          "(?<=joint |link |named |mimics |links |missing for |body |but )(?!that )[^ :,]+(, [^ :,]+)*");
  private static final Pattern NUMBERS = Pattern.compile("-?[0-9]+([.][0-9]+)?(E-?[0-9]+)?");
  private static final int LONGEST = 150;

  @Parameters(description = "Folder with URDFs, at any depth.")
  private Path folder;

  @CommandLine.Mixin private MissingOptions missing;

  @Option(names = "--refusals", description = "How many of the commonest refusals to print.")
  private int refusals = 12;

  @Option(names = "--files", description = "Print a line for every file.")
  private boolean files;

  @Option(names = "--json", description = "JSON file for the figures and every file.")
  private Path json;

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    Progress progress = new Progress(System.err, "surveyed");
    UrdfOptions fill = missing.options(List.of(), Map.of(), List.of());
    List<Entry> entries = new RobotSurvey(fill).of(folder, share -> progress.at(share, ""));
    PrintWriter out = spec.commandLine().getOut();
    if (files) {
      entries.forEach(e -> out.println(line(e)));
    }
    Map<String, int[]> kinds = kinds(entries);
    out.printf(
        "%-20s %8s %8s %14s %8s %8s%n",
        "kind", "files", "sound", "with options", "refused", "wrong");
    kinds.forEach(
        (kind, n) ->
            out.printf(
                "%-20s %8d %8d %14d %8d %8d%n",
                kind, n[0] + n[1] + n[2] + n[3], n[0], n[1], n[2], n[3]));
    Map<String, Integer> sentences = sentences(entries);
    out.println();
    out.println("commonest refusals without options:");
    sentences.entrySet().stream()
        .limit(refusals)
        .forEach(e -> out.printf("%5d  %s%n", e.getValue(), e.getKey()));
    out.flush();
    if (json != null) {
      Json.write(json, figures(entries, kinds, sentences));
    }
    return entries.stream().anyMatch(e -> e.outcome() == Outcome.WRONG) ? 1 : 0;
  }

  private static String line(Entry e) {
    String outcome = e.outcome().name().toLowerCase(Locale.ROOT).replace('_', ' ');
    String joints = e.joints() == 0 ? "" : ", " + e.joints() + " joints";
    String why = e.sentence().isEmpty() ? "" : ": " + e.sentence();
    return e.path() + ": " + outcome + ", " + e.kind() + joints + why;
  }

  /** Of each kind: sound, sound with options, refused, wrong; the largest first. */
  private static Map<String, int[]> kinds(List<Entry> entries) {
    Map<String, int[]> counts = new TreeMap<>();
    for (Entry e : entries) {
      counts
          .computeIfAbsent(e.kind(), k -> new int[Outcome.values().length])[
          e.outcome().ordinal()]++;
    }
    Map<String, int[]> sorted = new LinkedHashMap<>();
    counts.entrySet().stream()
        .sorted(Comparator.comparingInt(e -> -java.util.Arrays.stream(e.getValue()).sum()))
        .forEach(e -> sorted.put(e.getKey(), e.getValue()));
    return sorted;
  }

  /** Refusals without the names and numbers of the files, the commonest first. */
  private static Map<String, Integer> sentences(List<Entry> entries) {
    Map<String, Integer> counts = new TreeMap<>();
    for (Entry e : entries) {
      if (!e.sentence().isEmpty()) {
        counts.merge(general(e.sentence()), 1, Integer::sum);
      }
    }
    Map<String, Integer> sorted = new LinkedHashMap<>();
    counts.entrySet().stream()
        .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
        .forEach(e -> sorted.put(e.getKey(), e.getValue()));
    return sorted;
  }

  static String general(String sentence) {
    String text = sentence.startsWith(":") ? sentence.substring(1).strip() : sentence;
    text = text.replaceFirst("^[^ :,]+(, [^ :,]+)* (is a|are) (wheel|propeller)s?", "… is a $3");
    text = NUMBERS.matcher(NAMES.matcher(text).replaceAll("…")).replaceAll("#");
    return text.length() > LONGEST ? text.substring(0, LONGEST) + " …" : text;
  }

  private ObjectNode figures(
      List<Entry> entries, Map<String, int[]> kinds, Map<String, Integer> sentences) {
    ObjectNode root = Json.MAPPER.createObjectNode();
    root.put("files", entries.size());
    ObjectNode byKind = root.putObject("kinds");
    kinds.forEach(
        (kind, n) -> {
          ObjectNode node = byKind.putObject(kind);
          for (Outcome o : Outcome.values()) {
            node.put(o.name().toLowerCase(Locale.ROOT), n[o.ordinal()]);
          }
        });
    ObjectNode why = root.putObject("refusals");
    sentences.forEach(why::put);
    ArrayNode all = root.putArray("entries");
    for (Entry e : entries) {
      all.addObject()
          .put("path", e.path())
          .put("outcome", e.outcome().name().toLowerCase(Locale.ROOT))
          .put("kind", e.kind())
          .put("joints", e.joints())
          .put("sentence", e.sentence());
    }
    return root;
  }
}
