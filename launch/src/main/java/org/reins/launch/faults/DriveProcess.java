package org.reins.launch.faults;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.reins.node.json.Json;
import org.reins.robot.ReinsException;
import org.reins.robot.model.JointLimits;
import org.reins.robot.model.RobotModel;

/**
 * The program sim_arm: ideal drives behind the core of reins_controller, which stand for a
 * controller manager with hardware. It counts time in its own cycles.
 */
final class DriveProcess implements RobotSide {
  private final Process process;
  private final BufferedReader answers;
  private final BufferedWriter questions;

  /**
   * How it runs.
   *
   * @param mode effort, velocity or position
   * @param lateCycles most cycles by which an answer may be late
   * @param waitMicros longest active wait for an answer in a cycle
   * @param lockstepMillis 0, or how long a cycle waits for its answer, so that a busy machine
   *     delays the robot's time and not the filter
   * @param fifo SCHED_FIFO priority, 0 for none
   */
  record Setup(String mode, int lateCycles, int waitMicros, int lockstepMillis, int fifo) {}

  /**
   * Starts it.
   *
   * @param program built by {@link NativeCore}
   * @param file shared with the filter
   * @param folder for its table of joints and its log
   */
  DriveProcess(Path program, Path file, RobotModel robot, Setup setup, Path folder)
      throws IOException {
    Files.createDirectories(folder);
    Path joints = Files.writeString(folder.resolve("joints.txt"), table(robot));
    process =
        new ProcessBuilder(
                List.of(
                    program.toString(),
                    file.toString(),
                    joints.toString(),
                    setup.mode(),
                    Double.toString(robot.control().rateHz()),
                    Integer.toString(setup.lateCycles()),
                    Integer.toString(setup.waitMicros()),
                    Integer.toString(setup.lockstepMillis()),
                    Integer.toString(setup.fifo())))
            .redirectError(folder.resolve("sim_arm.log").toFile())
            .start();
    answers =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    questions =
        new BufferedWriter(
            new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8));
    if (!"READY".equals(answers.readLine())) {
      throw new ReinsException(
          "sim_arm did not start: " + Files.readString(folder.resolve("sim_arm.log")));
    }
  }

  private static String table(RobotModel robot) {
    StringBuilder table = new StringBuilder();
    for (int i = 0; i < robot.dof(); i++) {
      JointLimits l = robot.joints().get(i).limits();
      table.append(
          String.format(
              Locale.ROOT,
              "%s %s %s %s %s %s %s %s%n",
              robot.jointNames().get(i),
              number(l.lower()),
              number(l.upper()),
              l.velocity(),
              l.acceleration(),
              l.effort(),
              l.effortRate(),
              robot.posture()[i]));
    }
    return table.toString();
  }

  private static String number(double v) {
    return Double.isInfinite(v) ? v > 0 ? "inf" : "-inf" : Double.toString(v);
  }

  /** Sends a line and returns the answer. */
  private synchronized String ask(String line) {
    try {
      questions.write(line + "\n");
      questions.flush();
      String answer = answers.readLine();
      if (answer == null) {
        throw new ReinsException("sim_arm has ended");
      }
      return answer;
    } catch (IOException e) {
      throw new ReinsException("sim_arm does not answer: " + e.getMessage());
    }
  }

  @Override
  public JsonNode status() {
    return json(ask("status"));
  }

  @Override
  public JsonNode latency() {
    return json(ask("latency"));
  }

  private static JsonNode json(String text) {
    try {
      return Json.MAPPER.readTree(text);
    } catch (IOException e) {
      throw new ReinsException("sim_arm answered: " + text);
    }
  }

  @Override
  public String reset() {
    String answer = ask("reset");
    return answer.equals("done") ? "" : answer;
  }

  @Override
  public void close() {
    try {
      questions.close();
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (IOException e) {
      process.destroyForcibly();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
