package org.reins.launch.view;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.reins.filter.FilterSettings;
import org.reins.filter.constraint.ConstraintFile;
import org.reins.filter.constraint.Obstacles;
import org.reins.launch.page.Show;
import org.reins.node.arm.MarkerScene;
import org.reins.node.assembly.FilterAssembly;
import org.reins.node.page.PageBoard;
import org.reins.node.page.PageServer;
import org.reins.node.record.RunFacts;
import org.reins.node.replay.Recording;
import org.reins.node.replay.UnpackedFiles;
import org.reins.robot.ReinsException;
import org.reins.robot.file.RobotFiles;
import org.reins.robot.model.RobotModel;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows a recording on the page. */
@Command(
    name = "view",
    description =
        "Shows a recording of 'reins run --record' on the live page: the robot, margins, commands"
            + " and interventions as they were, with a time bar, and buttons to the next and the"
            + " previous intervention. Ends when Enter is pressed.",
    footer = {"", "Example: ./reins view runs/today"},
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
public final class ViewCommand implements Callable<Integer> {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

  @Parameters(paramLabel = "RUN", description = "Recording (.mcap) or folder of one run.")
  private Path run;

  @Option(
      names = "--page",
      paramLabel = "PORT",
      description = "Port of the page on this machine; 0 for a free one.")
  private int port;

  @Override
  public Integer call() {
    if (port < 0 || port > 65535) {
      throw new ReinsException("--page is " + port + ": a port is 1 to 65535, or 0 for a free one");
    }
    Recording recording = Recording.open(run);
    RobotModel robot = robot(recording);
    List<String> notes = new ArrayList<>();
    RecordedFrames frames = RecordedFrames.read(recording, notes);
    notes.forEach(n -> System.out.println("note: " + n));
    Player player = new Player(frames);
    PageBoard board = new PageBoard(player);
    board.robot(robot);
    if (recording.layout().count("left") > 0) {
      board.obstacles(new MarkerScene(obstacles(recording, robot), List.of()).of(null, 0));
    }
    String date = TIME.format(Instant.ofEpochSecond(0, frames.began()));
    PageServer server = new PageServer(board, port);
    try {
      System.out.printf(
          Locale.ROOT,
          "page: %s%n%s, %s UTC, %.1f s. Press Enter to end.%n",
          server.address(),
          robot.name(),
          date,
          frames.seconds());
      Show show = new Show();
      player.play(
          board,
          new FrameShower(board, robot, recording),
          () -> board.begin("recording", "of " + date + " UTC"),
          show::isOver);
    } finally {
      server.close();
    }
    return 0;
  }

  private static RobotModel robot(Recording recording) {
    byte[] file = recording.file(RunFacts.ROBOT);
    return file == null
        ? RobotFiles.load(recording.values().getOrDefault("robot", "unknown"))
        : RobotFiles.parse(RunFacts.ROBOT, new String(file, StandardCharsets.UTF_8));
  }

  /**
   * The obstacles that the filter knew; the constraint file and its folder are unpacked to be read.
   */
  private static Obstacles obstacles(Recording recording, RobotModel robot) {
    ConstraintFile constraints = ConstraintFile.NONE;
    if (recording.file(RunFacts.CONSTRAINTS) != null) {
      try (UnpackedFiles files = UnpackedFiles.of(recording)) {
        constraints =
            ConstraintFile.read(
                files.at(RunFacts.CONSTRAINTS),
                robot,
                FilterSettings.DEFAULT.forConstraints(robot));
      } catch (ReinsException e) {
        System.out.println(
            "note: obstacles of the constraint file are not drawn: " + e.getMessage());
      }
    }
    return new Obstacles(
        FilterAssembly.planes(constraints), constraints.capsules(), constraints.boxes());
  }
}
