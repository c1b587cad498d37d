package org.reins.launch.inspect;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.reins.robot.dynamics.OwnWeight;
import org.reins.robot.file.RobotFiles;
import org.reins.robot.model.Joint;
import org.reins.robot.model.Link;
import org.reins.robot.model.RobotModel;
import org.reins.robot.model.RobotWarnings;
import org.reins.robot.urdf.UrdfOptions;
import org.reins.robot.urdf.UrdfReader;
import org.reins.robot.urdf.UrdfWriter;
import org.reins.robot.urdf.UrdfWriter.Simulator;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lists robots, checks robot files, and writes them as URDF. */
@Command(
    name = "robots",
    description = "Lists the robots that come with Reins.",
    subcommands = {
      RobotsCommand.Check.class,
      RobotsCommand.Urdf.class,
      RobotsCommand.Import.class,
      SurveyCommand.class
    },
    mixinStandardHelpOptions = true)
public final class RobotsCommand implements Runnable {
  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @Override
  public void run() {
    PrintWriter out = spec.commandLine().getOut();
    for (String name : RobotFiles.builtIn()) {
      RobotModel robot = RobotFiles.load(name);
      out.printf(
          Locale.ROOT,
          "%-9s %-28s %-6s %2d joints, %.0f Hz, torque %s%n",
          name,
          robot.title(),
          robot.base().kind(),
          robot.dof(),
          robot.control().rateHz(),
          robot.control().gravityCompensated() ? "on top of gravity" : "with gravity");
    }
  }

  /** Checks a file. */
  @Command(
      name = "check",
      description = "Checks a robot file and prints its contents.",
      mixinStandardHelpOptions = true)
  static final class Check implements Runnable {
    @Parameters(description = "Robot name or file.")
    private String file;

    @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

    @Override
    public void run() {
      RobotModel robot = RobotFiles.load(file);
      PrintWriter out = spec.commandLine().getOut();
      out.printf(
          Locale.ROOT,
          "%s (%s) is sound: %d joints, %.2f kg moving mass, %d capsules%s%n",
          robot.name(),
          robot.title(),
          robot.dof(),
          Stream.concat(robot.base().bodies().stream(), robot.links().stream())
              .mapToDouble(Link::mass)
              .sum(),
          robot.capsules().size(),
          robot.base().choose(fixed -> "", legs -> ", " + legs.feet().size() + " feet"));
      boolean slides = robot.joints().stream().anyMatch(Joint::slides);
      String units = slides ? "in rad and N·m, or m and N" : "";
      out.printf(
          "%-24s %9s %9s %8s %8s %8s %s%n",
          "joint",
          "lower",
          "upper",
          slides ? "speed" : "rad/s",
          slides ? "accel." : "rad/s2",
          slides ? "effort" : "N m",
          units);
      for (Joint j : robot.joints()) {
        out.printf(
            Locale.ROOT,
            "%-24s %9.3f %9.3f %8.3f %8.2f %8.1f %s%n",
            j.name(),
            j.limits().lower(),
            j.limits().upper(),
            j.limits().velocity(),
            j.limits().acceleration(),
            j.limits().effort(),
            slides ? j.kind().position() + ", " + j.kind().effort() : "");
      }
      RobotWarnings.of(robot).forEach(w -> out.println("warning: " + w));
      OwnWeight.beyondEffort(robot).forEach(w -> out.println("warning: " + w));
      String rows = RobotChecks.filter(robot);
      if (!rows.isEmpty()) {
        out.println(rows);
      }
    }
  }

  /** Writes a URDF. */
  @Command(
      name = "urdf",
      description = "Writes a robot as URDF with ros2_control and, for a simulator, its plugin.",
      mixinStandardHelpOptions = true,
      showDefaultValues = true)
  static final class Urdf implements Runnable {
    @Parameters(description = "Robot name or file.")
    private String file;

    @Option(names = "--simulator", description = "${COMPLETION-CANDIDATES}.")
    private Simulator simulator = Simulator.NONE;

    @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

    @Override
    public void run() {
      spec.commandLine().getOut().print(UrdfWriter.write(RobotFiles.load(file), simulator));
      spec.commandLine().getOut().flush();
    }
  }

  /** Makes a robot file from a URDF. */
  @Command(
      name = "import",
      description =
          "Converts the URDF of an arm or a legged robot to a robot file, and marks the values"
              + " that a URDF does not contain.",
      mixinStandardHelpOptions = true)
  static final class Import implements Runnable {
    @Parameters(description = "A URDF file; a xacro file where xacro is installed.")
    private Path file;

    @Option(
        names = "--tip",
        paramLabel = "LINK",
        description =
            "Keep only the joints that lead to this link, and fix all others. May be repeated.")
    private List<String> tips = List.of();

    @Option(
        names = "--fix",
        paramLabel = "JOINT=POSITION",
        description = "Fix a joint at a position, rad or m. May be repeated.")
    private Map<String, Double> fixed = Map.of();

    @Option(
        names = "--keep",
        paramLabel = "JOINT",
        description =
            "Keep a prismatic joint that carries no other joint, such as a finger; without this"
                + " option it is fixed. May be repeated.")
    private List<String> kept = List.of();

    @CommandLine.Mixin private MissingOptions missing;

    @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

    @Override
    public void run() {
      UrdfOptions options = missing.options(tips, fixed, kept);
      UrdfReader.Imported made = UrdfReader.read(file, options);
      // The result must be a file that Reins can read.
      RobotFiles.parse("the robot file made from " + file, made.robotFile());
      made.notes().forEach(n -> spec.commandLine().getErr().println("reins: note: " + n));
      spec.commandLine().getErr().flush();
      spec.commandLine().getOut().print(made.robotFile());
      spec.commandLine().getOut().flush();
    }
  }
}
