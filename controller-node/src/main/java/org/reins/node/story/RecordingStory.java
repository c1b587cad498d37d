package org.reins.node.story;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.reins.filter.Explanation;
import org.reins.filter.FilterAction;
import org.reins.node.replay.Recording;
import org.reins.robot.OneLine;

/** Explains a recording in words: what slowed or stopped the robot, and what lets it go on. */
public final class RecordingStory {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final Recording recording;
  private final PrintStream out;
  private final StoryReader reader;
  private boolean dated;

  private RecordingStory(Recording recording, double shortest, PrintStream out) {
    this.recording = recording;
    this.out = out;
    reader = new StoryReader(recording.rows(), recording.layout(), shortest, this::line);
  }

  /**
   * Explains it.
   *
   * @param shortest events shorter than this are left out, s
   */
  public static int tell(Path file, double shortest, PrintStream out) {
    Recording recording = Recording.open(file);
    RecordingStory story = new RecordingStory(recording, shortest, out);
    out.printf(
        "robot %s, configuration %s, %s%n",
        OneLine.of(recording.values().getOrDefault("robot", "unknown")),
        OneLine.of(recording.values().getOrDefault("configuration", "unknown")),
        OneLine.of(recording.values().getOrDefault("version", "unknown version")));
    List<String> notes = recording.cycles(story.reader::take);
    story.reader.close();
    story.summary(notes);
    return 0;
  }

  private void line(StoryEvent e) {
    if (!dated) {
      out.printf("from %s UTC%n", TIME.format(Instant.ofEpochSecond(0, reader.began())));
      dated = true;
    }
    if (e.to() > e.from()) {
      out.printf(Locale.ROOT, "%8.3f to %.3f s: %s%n", e.from(), e.to(), e.text());
    } else {
      out.printf(Locale.ROOT, "%8.3f s: %s%n", e.from(), e.text());
    }
    if (!e.remedy().isEmpty()) {
      out.println("      it goes on with: " + e.remedy());
    }
  }

  private void summary(List<String> notes) {
    double all = reader.seconds();
    out.println();
    out.printf(
        Locale.ROOT,
        "%d cycles, %.1f s, longest step %.3f ms, %d cycles lost by the recorder, %d events%n",
        reader.cycles(),
        all,
        1e-6 * reader.longestStep(),
        reader.lost(),
        reader.events());
    for (FilterAction action : FilterAction.values()) {
      double s = reader.seconds(action);
      if (s > 0) {
        out.printf(
            Locale.ROOT, "%9.3f s %5.1f %%  %s%n", s, 100 * s / all, Explanation.action(action));
      }
    }
    List<ActingRows.Row> acting = reader.acting();
    if (!acting.isEmpty()) {
      out.println("seconds in which each row acted, and what eases it:");
      for (ActingRows.Row row : acting) {
        out.printf(Locale.ROOT, "%9.3f  %s%n", row.seconds(), row.words());
        out.println("           " + row.eased());
      }
    }
    notes.forEach(n -> out.println("note: " + n));
    Path file = recording.parts().get(0);
    out.println("as a page with pictures: ./reins report " + file);
    out.println(
        "what another parameter or barrier would change: ./reins replay "
            + file
            + " --params F.yaml, --barrier B");
  }
}
