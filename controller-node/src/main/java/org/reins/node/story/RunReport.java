package org.reins.node.story;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import org.reins.node.record.CycleLayout;
import org.reins.node.record.CycleSlot;
import org.reins.node.record.RunFacts;
import org.reins.node.record.RunWitness;
import org.reins.node.replay.Recording;

/**
 * The report of a run as one page without any other file: figures, timeline, pictures,
 * interventions with what lets the robot go on, rows that acted, and the configuration. It is
 * gathered cycle by cycle in bounded memory, from a recording or while the run goes on.
 */
public final class RunReport {
  /** Ending of the page's name. */
  public static final String ENDING = ".html";

  /** Actions shorter than this are left out of the list unless asked for, s. */
  public static final double SHORTEST = 0.02;

  private final RunSeries series = new RunSeries();
  private final RunEvents events = new RunEvents();
  private final StoryReader reader;

  private RunReport(Map<String, String> rows, CycleLayout layout, double shortest) {
    reader = new StoryReader(rows, layout, shortest, events::take);
  }

  /**
   * Writes the page of a recording.
   *
   * @param file the recording, or a folder with one
   * @param shortest actions shorter than this are left out of the list, s
   */
  public static String page(Path file, double shortest) {
    Recording recording = Recording.open(file);
    RunReport report = new RunReport(recording.rows(), recording.layout(), shortest);
    List<String> notes = recording.cycles(report::take);
    String source = recording.parts().get(0).getFileName().toString();
    return report.write(recording.values(), recording.fileNames(), source, notes);
  }

  /** Makes the page while a run is recorded; it lies beside the recording when the run ends. */
  public static RunWitness during(RunFacts facts, CycleLayout layout) {
    RunReport report = new RunReport(facts.rows(), layout, SHORTEST);
    return new RunWitness() {
      @Override
      public void take(CycleSlot cycle) {
        report.take(cycle);
      }

      @Override
      public void end(Path run) throws IOException {
        List<String> files = facts.files().keySet().stream().sorted().toList();
        String source = "the run " + run.getFileName() + " as it ended";
        replace(
            run.resolveSibling(run.getFileName() + ENDING),
            report.write(facts.values(), files, source, List.of()));
      }
    };
  }

  private void take(CycleSlot cycle) {
    reader.take(cycle);
    series.take(cycle);
  }

  private String write(
      Map<String, String> values, List<String> files, String source, List<String> notes) {
    reader.close();
    return new RunPage(reader, series, events).write(values, files, source, notes);
  }

  /** A process that is killed meanwhile must not leave half a page. */
  private static void replace(Path file, String page) throws IOException {
    Path part = file.resolveSibling("." + file.getFileName() + ".part");
    try {
      Files.write(part, page.getBytes(StandardCharsets.UTF_8));
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(part);
    }
  }
}
