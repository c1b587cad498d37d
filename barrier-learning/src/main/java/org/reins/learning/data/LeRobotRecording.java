package org.reins.learning.data;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.reins.learning.lerobot.DatasetFolder;
import org.reins.learning.lerobot.LiveWriter;
import org.reins.learning.parquet.ParquetFileException;
import org.reins.learning.parquet.ParquetTable;
import org.reins.sim.TransitionFile;
import org.reins.sim.Transitions;

/**
 * Reads LeRobot data sets of the versions 2.1 and 3.0, as folders or single Parquet files. A
 * transition leads from a frame to the next frame of its episode; the last frame of an episode is
 * only a next state. Data sets of our own have next states of their own. Numbers become float32.
 */
final class LeRobotRecording {
  // A stamp is float32 and counts from the start of its episode.
  private static final double TOLERANCE = 0.05;
  private static final int ULPS = 4;
  private static final double MANY = 900;

  private final DatasetFolder set;
  private final DataOptions options;
  private final LeRobotPlan plan;
  private final LeRobotEpisodes episodes;
  private double dt;
  private RowSink sink;
  private boolean hasEpisodes;
  private long row;
  private long frame;
  private double time;
  private float[] position;
  private Frame before;
  private Frame now;

  /** A frame that may become a transition. */
  private static final class Frame {
    private final float[] x;
    private final float[] u;
    private float h;
    private float reward;
    private boolean isComplete;
    private boolean isLast;

    Frame(int stateSize, int actionSize) {
      x = new float[stateSize];
      u = new float[actionSize];
    }
  }

  private LeRobotRecording(DatasetFolder set, DataOptions options) {
    this.set = set;
    this.options = options;
    plan = new LeRobotPlan(set, options);
    episodes = new LeRobotEpisodes(set);
  }

  static DataFile.Contents read(Path path, DataOptions options) {
    try {
      DatasetFolder set =
          Files.isDirectory(path) ? DatasetFolder.of(path) : DatasetFolder.ofFile(path);
      return new LeRobotRecording(set, options).read();
    } catch (ParquetFileException e) {
      throw new DataException(e.getMessage(), e);
    } catch (OutOfMemoryError e) {
      throw new DataException(
          "recording "
              + path
              + " needs more memory than Java may use: allow more with"
              + " JAVA_TOOL_OPTIONS=-Xmx8g, or keep fewer rows with --rows",
          e);
    }
  }

  private DataFile.Contents read() {
    long expected = 0;
    for (Path file : set.data()) {
      DataFile.requireRegular(file);
      try (ParquetTable table = ParquetTable.open(file)) {
        expected += table.rows();
      }
    }
    for (int f = 0; f < set.data().size(); f++) {
      try (LeRobotFrames frames = new LeRobotFrames(set.data().get(f), set.info(), plan.names())) {
        while (frames.advance()) {
          if (sink == null) {
            start(frames, expected);
            hasEpisodes = frames.hasEpisode();
          }
          requireSameSize(frames);
          take(frames, frames.hasEpisode() ? frames.episode() : f);
          row++;
        }
      }
    }
    if (sink == null) {
      throw new DataException(set.name() + " has no rows");
    }
    episodes.finish(row, sink.notes());
    String unfinished = LiveWriter.unfinished(set.root());
    if (!unfinished.isEmpty()) {
      sink.notes().add(unfinished);
    }
    Transitions transitions = sink.finish(plan.sign());
    if (!hasEpisodes) {
      StateJumps.of(transitions, "write a column episode_index").ifPresent(sink.notes()::add);
    }
    return new DataFile.Contents(
        new TransitionFile(transitions, dt, plan.robot(), plan.joints(), plan.seed()),
        row,
        sink.notes(),
        episodes.success());
  }

  private void start(LeRobotFrames frames, long expected) {
    dt = plan.dt();
    plan.start(frames);
    sink = new RowSink(set.data().get(0), options, plan.stateSize(), plan.actionSize(), expected);
    before = new Frame(plan.stateSize(), plan.actionSize());
    now = new Frame(plan.stateSize(), plan.actionSize());
    position = new float[plan.stateSize()];
    sink.notes().addAll(plan.notes());
    List<String> pictures =
        set.info().features().values().stream()
            .filter(f -> f.isPictures())
            .map(f -> f.name())
            .toList();
    if (!pictures.isEmpty()) {
      sink.notes().add("pictures are not read: " + String.join(", ", pictures));
    }
    if (plan.hasDifferences()) {
      sink.notes()
          .add(
              "velocities are differences of the positions, so the first frame of each episode has"
                  + " none and is left out");
    }
    if (!frames.hasEpisode()) {
      long episodesToldOf = set.info().episodes();
      if (set.isFolder() && episodesToldOf > set.data().size()) {
        throw new DataException(
            set.name()
                + " has no column episode_index, and by its info.json "
                + episodesToldOf
                + " episodes in "
                + set.data().size()
                + " files: write the column, or a file for each episode");
      }
      sink.notes().add("there is no column episode_index: each file is one episode");
    }
  }

  private void take(LeRobotFrames frames, long episode) {
    boolean starts = episodes.take(episode, frames, row);
    if (!starts) {
      requireStep(frames, episode);
    }
    frame = frames.frame();
    time = frames.time();
    Frame spare = before;
    before = now;
    now = spare;
    plan.state(frames, position, dt, now.x);
    System.arraycopy(now.x, 0, position, 0, position.length);
    now.isComplete = !(starts && plan.hasDifferences());
    if (!now.isComplete) {
      return;
    }
    requireFinite(now.x, "state", episode);
    plan.action(frames, now.u);
    requireFinite(now.u, "action", episode);
    now.h = plan.margin(frames, now.x);
    now.reward = frames.reward();
    now.isLast = frames.isDone();
    if (plan.hasNext(frames)) {
      plan.next(frames, position);
      sink.add(now.x, now.u, position, now.h, Float.NaN, now.reward, episodes.number());
    } else if (!starts && before.isComplete && !before.isLast) {
      sink.add(before.x, before.u, now.x, before.h, Float.NaN, before.reward, episodes.number());
    }
  }

  /** Requires the same number of values in all files. */
  private void requireSameSize(LeRobotFrames frames) {
    if (!plan.fits(frames)) {
      throw new DataException(
          set.name()
              + ": row "
              + row
              + " has "
              + frames.state().length
              + " numbers in its state and "
              + frames.action().length
              + " in its action, other than the rows of the first file: all files must be alike");
    }
  }

  private void requireStep(LeRobotFrames frames, long episode) {
    if (frames.hasFrame() && frames.frame() != frame + 1) {
      throw new DataException(
          set.name()
              + ": episode "
              + episode
              + " has frame "
              + frames.frame()
              + " after frame "
              + frame
              + ", in row "
              + row
              + ": frames must be counted up by 1 within an episode");
    }
    if (!frames.hasTime()) {
      return;
    }
    double step = frames.time() - time;
    double rounding = ULPS * frames.timeRounding();
    if (!(step > 0)) {
      throw new DataException(
          set.name()
              + ": the timestamp of row "
              + row
              + " is "
              + frames.time()
              + " after "
              + time
              + ", in episode "
              + episode
              + ": timestamps must rise within an episode");
    }
    if (Math.abs(step - dt) > TOLERANCE * dt + rounding) {
      throw new DataException(
          set.name()
              + ": row "
              + row
              + " comes "
              + (float) step
              + " s after the previous row, in episode "
              + episode
              + ", and dt is "
              + (float) dt
              + " s"
              + (step > MANY * dt
                  ? ": timestamps must be in s"
                  : ": is fps in info.json right? a gap must start a new episode"));
    }
  }

  private void requireFinite(float[] values, String what, long episode) {
    for (int i = 0; i < values.length; i++) {
      if (!Float.isFinite(values[i])) {
        throw new DataException(
            set.name()
                + ": number "
                + i
                + " of the "
                + what
                + " is "
                + values[i]
                + " in row "
                + row
                + ", episode "
                + episode
                + ": all numbers must be finite; leave out such episodes");
      }
    }
  }
}
