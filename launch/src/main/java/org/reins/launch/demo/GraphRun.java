package org.reins.launch.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.reins.launch.process.NodeDiedException;
import org.reins.launch.process.NodeProcess;
import org.reins.launch.report.Progress;
import org.reins.node.json.Json;
import org.reins.robot.ReinsException;

/** Waits for a simulated robot and the nodes around it, and ends them all. */
final class GraphRun {
  /** Time limit for startup, s. */
  private static final double STARTING = 90;

  private GraphRun() {}

  /**
   * Waits until the robot has ended its run, and ends the other nodes.
   *
   * @param seconds of robot time
   * @throws ReinsException if a node ends early or the run takes too long
   */
  static void run(NodeProcess robot, List<NodeProcess> others, double seconds, Progress progress)
      throws InterruptedException {
    run(robot, others, seconds, progress, () -> "");
  }

  /**
   * The same with a supervisor.
   *
   * @param watch called ten times a second; returns in words what it waits for, or an empty string
   */
  static void run(
      NodeProcess robot,
      List<NodeProcess> others,
      double seconds,
      Progress progress,
      Supplier<String> watch)
      throws InterruptedException {
    List<NodeProcess> all = new ArrayList<>(others);
    all.add(robot);
    Thread cleaner = new Thread(() -> all.forEach(NodeProcess::close));
    Runtime.getRuntime().addShutdownHook(cleaner);
    try {
      long ticks = Math.round(10 * (seconds + STARTING));
      for (long k = 0; robot.isAlive() && !robot.isDone(); k++) {
        for (NodeProcess p : all) {
          if (!p.isAlive() && !p.isDone() && (p != robot || p.exitValue() != 0)) {
            throw ended(p);
          }
        }
        if (k > ticks) {
          throw new ReinsException(
              "the run did not finish in time: see the logs in " + robot.report().getParent());
        }
        String at = robot.lastProgress();
        String waits = watch.get();
        if (!at.isEmpty()) {
          String words = waits.isEmpty() ? " s of " + seconds + " s" : " s: " + waits;
          progress.at(Double.parseDouble(at) / seconds, at + words);
        }
        Thread.sleep(100);
      }
      if (!robot.isDone() && robot.exitValue() != 0) {
        throw ended(robot);
      }
    } finally {
      all.forEach(NodeProcess::tellToEnd);
      all.forEach(NodeProcess::close);
      Runtime.getRuntime().removeShutdownHook(cleaner);
    }
    progress.at(1, "done");
    progress.done();
  }

  private static NodeDiedException ended(NodeProcess p) {
    return new NodeDiedException(p);
  }

  /** Reads the final report of a node. */
  static JsonNode report(NodeProcess p) throws IOException {
    if (!Files.isRegularFile(p.report())) {
      throw new ReinsException("node " + p.name() + " wrote no report: " + p.log());
    }
    return Json.read(p.report());
  }
}
