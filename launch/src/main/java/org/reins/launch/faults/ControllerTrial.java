package org.reins.launch.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import org.reins.robot.ReinsException;

/** One fault of the filter's process while it drives the robot through reins_controller. */
public final class ControllerTrial {
  private static final int BRAKING = 2;
  private static final int LATCHED = 3;
  private static final double MOVING = 0.1;
  private static final double PATIENCE = 60;
  private static final int ATTEMPTS = 10;

  private final ControllerGraph graph;

  /**
   * What was measured, by the robot's own count.
   *
   * @param tripped whether the controller took the robot
   * @param rested whether the robot came to rest and the controller kept it
   * @param age cycles since the last answered state when the controller was seen to have the robot
   * @param unseen cycles just before that which the judge has missed, so that the controller may
   *     have decided in any of them; 0 where the robot judges itself
   * @param speed of the fastest joint then, rad/s
   * @param brakeCycles cycles from then until all joints rested
   * @param restMs time from the last command until all joints rested, ms
   * @param violations commands of the whole run that broke a limit
   * @param reported whether a filter that runs again says that it has stopped
   */
  public record Result(
      boolean tripped,
      boolean rested,
      long age,
      long unseen,
      double speed,
      long brakeCycles,
      double restMs,
      long violations,
      boolean reported) {
    /** Whether all that is promised came true. */
    public boolean isSafe() {
      return tripped
          && rested
          && age - unseen <= ControllerGraph.LATE_CYCLES + 1
          && age >= ControllerGraph.LATE_CYCLES + 1
          && violations == 0
          && reported;
    }

    /** Writes it. */
    public void put(ObjectNode out) {
      out.put("tripped", tripped)
          .put("rested", rested)
          .put("age_cycles", age)
          .put("unseen_cycles", unseen)
          .put("speed", speed)
          .put("brake_cycles", brakeCycles)
          .put("rest_ms", restMs)
          .put("violations", violations)
          .put("reported", reported);
    }
  }

  /** Prepares trials on a graph that runs. */
  public ControllerTrial(ControllerGraph graph) {
    this.graph = graph;
  }

  /** {@code kill -9} while the arm moves; the filter is started again afterwards if wanted. */
  public Result kill(boolean again) throws IOException, InterruptedException {
    return run(ProcessFault.KILLED, again);
  }

  /** {@code kill -STOP} while the arm moves, and CONT once it rests. */
  public Result stop() throws IOException, InterruptedException {
    return run(ProcessFault.STOPPED, true);
  }

  private Result run(ProcessFault fault, boolean again) throws IOException, InterruptedException {
    Result result = once(fault);
    for (int k = 1; k < ATTEMPTS && result.speed() < MOVING / 2; k++) {
      // A busy machine had stopped the robot just before: that is no trial.
      bringBack(fault, true);
      result = once(fault);
    }
    bringBack(fault, again);
    return result;
  }

  private Result once(ProcessFault fault) throws IOException, InterruptedException {
    awaitMoving();
    // A stop before the fault reaches the process is not the fault's.
    long before = graph.status().path("trips").asLong();
    fault.inject(graph.filter());
    boolean tripped = Operator.await(() -> mode() == BRAKING || mode() == LATCHED, PATIENCE);
    boolean rested = tripped && Operator.await(() -> mode() == LATCHED, PATIENCE);
    JsonNode now = graph.status();
    fault.release(graph.filter());
    boolean reported = fault.ends() || isReported();
    JsonNode after = graph.status();
    boolean kept = after.path("mode").asInt() == LATCHED;
    return new Result(
        tripped && now.path("trips").asLong() == before + 1,
        rested && kept,
        now.path("trip_age").asLong(),
        now.path("trip_unseen").asLong(),
        now.path("trip_speed").asDouble(),
        now.path("rest_cycle").asLong() - now.path("trip_cycle").asLong(),
        now.path("rest_ms").asDouble(),
        after.path("violations").asLong(),
        reported);
  }

  /** The filter says that it has stopped, for the first reason that it noticed. */
  private boolean isReported() {
    return Operator.await(() -> graph.operator().hears() && !graph.operator().drives(), PATIENCE);
  }

  private int mode() {
    return graph.status().path("mode").asInt();
  }

  private void awaitMoving() throws InterruptedException {
    for (int attempt = 0; attempt < 200; attempt++) {
      graph.awaitDriven();
      if (Operator.await(
          () -> mode() == 1 && graph.status().path("speed").asDouble() > MOVING, 5)) {
        return;
      }
    }
    throw new ReinsException("the robot does not move: " + graph.status());
  }

  private void bringBack(ProcessFault fault, boolean again)
      throws IOException, InterruptedException {
    if (fault.ends()) {
      Operator.await(() -> !graph.filter().isAlive(), PATIENCE);
      graph.filter().close();
    }
    if (again) {
      if (fault.ends()) {
        graph.startFilter();
      }
      graph.awaitDriven();
    }
  }
}
