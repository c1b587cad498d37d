package org.reins.launch.learn;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.reins.learning.data.DataException;
import org.reins.learning.data.DataFile;
import org.reins.learning.data.MissingChoiceException;
import org.reins.learning.data.Survey;
import org.reins.learning.lerobot.DatasetWriter;
import org.reins.node.json.Json;
import org.reins.sim.Transitions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows the contents of recordings. */
@Command(
    name = "data",
    description = "Shows and converts recordings.",
    mixinStandardHelpOptions = true,
    subcommands = {DataCommand.Info.class, DataCommand.Convert.class})
public final class DataCommand implements Runnable {
  private static final String FILES =
      "HDF5, CSV, a bag (.db3, .mcap, folder), or LeRobot (folder, .parquet).";

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    spec.commandLine().usage(System.out);
  }

  /** Shows a recording. */
  @Command(
      name = "info",
      description =
          "Says what a file or folder is, by its contents: a recording with its topics, columns,"
              + " rows, episodes and duration, and what to do next; or another format, by name."
              + " Example: ./reins data info runs/",
      mixinStandardHelpOptions = true,
      showDefaultValues = true)
  static final class Info implements Callable<Integer> {
    @Parameters(paramLabel = "PATH", description = "Any file or folder; read are " + FILES)
    private Path file;

    @Mixin private RecordingOptions recording;

    @Option(names = "--json", description = "JSON file for the figures.")
    private Path json;

    @Option(names = "--plot", description = "HTML file for plots of the data's coverage.")
    private Path plot;

    @Override
    public Integer call() throws Exception {
      Survey survey = Survey.of(file);
      if (survey.kind() == Survey.Kind.FOLDER) {
        show(survey);
        next("./reins data info " + file + "/NAME, for one of them");
        return 0;
      }
      DataFile.Contents contents;
      try {
        contents = recording.read(file);
      } catch (MissingChoiceException e) {
        if (survey.kind() == Survey.Kind.OTHER) {
          // No choice would make it readable.
          throw new DataException("recording " + file + " " + survey.what());
        }
        show(survey);
        next(e.getMessage());
        mapping(survey);
        return 0;
      } catch (DataException e) {
        if (!survey.lines().isEmpty()) {
          show(survey);
        }
        throw e;
      }
      System.out.println(file + " " + survey.what());
      RecordingSummary summary = RecordingSummary.of(contents.file());
      System.out.printf(
          Locale.ROOT,
          "%s: of %s, %d rows in the file, %d transitions in %d episodes, dt %s s%n",
          file,
          contents.file().robot().isEmpty() ? "an unnamed robot" : contents.file().robot(),
          contents.rowsInFile(),
          summary.transitions(),
          summary.episodes(),
          contents.file().dt());
      contents.notes().forEach(n -> System.out.println("note: " + n));
      System.out.printf(
          "%-24s %12s %12s %12s %12s%n", "", "smallest", "mean", "deviation", "largest");
      for (RecordingSummary.Column c : summary.columns()) {
        System.out.printf(
            Locale.ROOT,
            "%-24s %12.5g %12.5g %12.5g %12.5g%n",
            c.name(),
            c.smallest(),
            c.mean(),
            c.deviation(),
            c.largest());
      }
      System.out.printf(
          Locale.ROOT,
          "unsafe (h < 0): %.2f %% of the states, in %d of %d episodes%n",
          100 * summary.unsafe(),
          summary.unsafeEpisodes(),
          summary.episodes());
      next("./reins train --data " + file + " --out barrier.safetensors, with the same options");
      if (json != null) {
        Json.write(json, figures(contents, summary));
      }
      if (plot != null) {
        CoveragePage.write(plot, file.getFileName().toString(), contents.file(), summary);
        System.out.println("wrote " + plot);
      }
      return 0;
    }

    private void show(Survey survey) throws IOException {
      System.out.println(file + " " + survey.what());
      survey.lines().forEach(line -> System.out.println("  " + line));
      if (json != null) {
        ObjectNode node = Json.MAPPER.createObjectNode();
        node.put("kind", survey.kind().name().toLowerCase(Locale.ROOT));
        node.put("what", survey.what());
        survey.lines().forEach(node.putArray("contents")::add);
        Json.write(json, node);
      }
    }

    private static void next(String step) {
      System.out.println("next: " + step);
    }

    private void mapping(Survey survey) {
      if (!survey.next().isEmpty()) {
        System.out.println(
            "A mapping to start from; say what stands in capitals, then ./reins data info "
                + file
                + " --mapping map.yaml");
        survey.next().forEach(line -> System.out.println("  " + line));
      }
    }

    private static ObjectNode figures(DataFile.Contents contents, RecordingSummary summary) {
      ObjectNode node = Json.MAPPER.createObjectNode();
      node.put("subject", contents.file().robot());
      node.put("dt", contents.file().dt());
      node.put("rows_in_file", contents.rowsInFile());
      node.put("transitions", summary.transitions());
      node.put("episodes", summary.episodes());
      node.put("unsafe_share", summary.unsafe());
      node.put("unsafe_episodes", summary.unsafeEpisodes());
      ArrayNode notes = node.putArray("notes");
      contents.notes().forEach(notes::add);
      ArrayNode columns = node.putArray("columns");
      for (RecordingSummary.Column c : summary.columns()) {
        columns
            .addObject()
            .put("name", c.name())
            .put("smallest", c.smallest())
            .put("mean", c.mean())
            .put("deviation", c.deviation())
            .put("largest", c.largest());
      }
      return node;
    }
  }

  /** Writes a recording in a layout of ours. */
  @Command(
      name = "convert",
      description =
          "Converts any recording to HDF5 in our own layout, or to a LeRobot data set of version"
              + " 3.0 with h as a column. ./reins train takes both.",
      mixinStandardHelpOptions = true,
      showDefaultValues = true)
  static final class Convert implements Callable<Integer> {
    private enum Format {
      auto,
      hdf5,
      lerobot
    }

    @Parameters(paramLabel = "FILE", description = FILES)
    private Path file;

    @Mixin private RecordingOptions recording;

    @Option(names = "--out", required = true, description = "HDF5 file or folder to write.")
    private Path out;

    @Option(
        names = "--format",
        description =
            "hdf5, lerobot, or auto: lerobot if --out ends in / or .lerobot, otherwise hdf5.")
    private Format format = Format.auto;

    // A path does not keep the slash at its end.
    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
      DataFile.Contents contents = recording.read(file);
      contents.notes().forEach(n -> System.out.println("note: " + n));
      Transitions t = contents.file().transitions();
      if (isLeRobot()) {
        DatasetWriter.write(contents.file(), contents.success(), out);
      } else {
        contents.file().write(out);
      }
      System.out.println("wrote " + t.count() + " transitions to " + out);
      return 0;
    }

    private boolean isLeRobot() {
      String written =
          spec.commandLine().getParseResult().matchedOption("--out").originalStringValues().get(0);
      return format == Format.lerobot
          || format == Format.auto && (written.endsWith("/") || written.endsWith(".lerobot"));
    }
  }
}
