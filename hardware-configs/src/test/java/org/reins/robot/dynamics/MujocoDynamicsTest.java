package org.reins.robot.dynamics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.reins.robot.file.RobotFiles;
import org.reins.robot.model.RobotModel;
import org.reins.robot.urdf.UrdfWriter;
import org.reins.robot.urdf.UrdfWriter.Simulator;

/**
 * The dynamics of every robot against MuJoCo, which reads the URDF that we write: so that one is
 * checked too. MuJoCo itself where it is installed, what it once said always.
 */
class MujocoDynamicsTest {
  private static final int STATES = 4;

  // MuJoCo turns each inertia of a URDF to its principal axes, to about 1e-8.
  private static final double TOLERANCE = 5e-8;

  static List<String> robots() {
    return Stream.concat(
            RobotFiles.arms().stream(), Stream.of("src/test/resources/robots/rail_arm.yaml"))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("robots")
  void massMatrixBiasAndToolAreWhatMujocoOnceSaid(String name) throws IOException {
    RobotModel robot = RobotFiles.load(name);
    List<String> lines;
    try (var in = getClass().getResourceAsStream("/mujoco/" + robot.name() + ".txt")) {
      lines = new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
    compare(robot, lines);
  }

  @ParameterizedTest
  @MethodSource("robots")
  void massMatrixBiasAndToolAreWhatMujocoSaysNow(String name, @TempDir Path folder)
      throws IOException, InterruptedException {
    assumeTrue(
        Files.exists(Path.of("/usr/include/mujoco/mujoco.h")),
        "MuJoCo is not installed: apt-get install libmujoco-dev gcc");
    RobotModel robot = RobotFiles.load(name);
    compare(robot, ask(robot, folder));
  }

  private static List<String> ask(RobotModel robot, Path folder)
      throws IOException, InterruptedException {
    Path program = folder.resolve("dynamics");
    run("gcc", "-O1", "-o", program.toString(), "src/test/c/dynamics.c", "-lmujoco", "-lm");
    Path urdf = folder.resolve(robot.name() + ".urdf");
    Files.writeString(urdf, UrdfWriter.write(robot, Simulator.NONE));
    double[] point = robot.tool().from();
    Path states = folder.resolve("states");
    StringBuilder text = new StringBuilder();
    for (double[] x : states(robot)) {
      text.append(Arrays.toString(x).replaceAll("[\\[\\],]", " ").strip()).append('\n');
    }
    Files.writeString(states, text.toString());
    Process process =
        new ProcessBuilder(
                program.toString(),
                urdf.toString(),
                robot.tool().link(),
                "" + point[0],
                "" + point[1],
                "" + point[2])
            .directory(folder.toFile())
            .redirectInput(states.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor());
    List<String> lines = out.lines().toList();
    String golden = System.getenv("REINS_GOLDEN");
    if (golden != null) {
      Files.writeString(Path.of(golden).resolve(robot.name() + ".txt"), out);
    }
    return lines;
  }

  private static void run(String... command) throws IOException, InterruptedException {
    Process p = new ProcessBuilder(command).inheritIO().start();
    assertTrue(p.waitFor(60, TimeUnit.SECONDS) && p.exitValue() == 0, String.join(" ", command));
  }

  /** The same states each time: q and dq. */
  private static List<double[]> states(RobotModel robot) {
    SplittableRandom random = new SplittableRandom(11);
    List<double[]> all = new ArrayList<>();
    for (int k = 0; k < STATES; k++) {
      double[] x = new double[2 * robot.dof()];
      for (int i = 0; i < robot.dof(); i++) {
        x[i] = random.nextDouble(-3, 3);
        x[robot.dof() + i] = random.nextDouble(-2, 2);
      }
      all.add(x);
    }
    return all;
  }

  private static void compare(RobotModel robot, List<String> lines) {
    assertEquals(STATES, lines.size());
    int n = robot.dof();
    RigidBodyDynamics dynamics = new RigidBodyDynamics(robot);
    BodyPoint tool = dynamics.point(robot.bodyOf(robot.tool().link()), robot.tool().from());
    double[] place = new double[3];
    for (int k = 0; k < STATES; k++) {
      double[] x = states(robot).get(k);
      double[] said =
          Arrays.stream(lines.get(k).strip().split(" ", -1))
              .mapToDouble(Double::parseDouble)
              .toArray();
      double largest = Arrays.stream(said).map(Math::abs).max().orElseThrow();
      dynamics.update(Arrays.copyOf(x, n), Arrays.copyOfRange(x, n, 2 * n));
      for (int i = 0; i < n; i++) {
        for (int j = 0; j < n; j++) {
          // A URDF has no rotors: their inertia is on top, on the diagonal.
          double rotor = i == j ? robot.joints().get(i).rotorInertia() : 0;
          near(robot, "M", 1, said[i * n + j] + rotor, dynamics.massMatrix()[i * n + j]);
        }
        near(
            robot,
            "bias",
            largest,
            said[n * n + i],
            dynamics.coriolis()[i] + dynamics.gravity()[i]);
      }
      dynamics.position(tool, place);
      for (int r = 0; r < 3; r++) {
        near(robot, "tool", 1, said[n * n + n + r], place[r]);
      }
    }
  }

  private static void near(RobotModel robot, String what, double scale, double said, double ours) {
    assertEquals(
        said,
        ours,
        TOLERANCE * Math.max(1, scale),
        String.format(Locale.ROOT, "%s of %s", what, robot.name()));
  }
}
