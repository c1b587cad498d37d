package org.reins.filter.observation;

import org.reins.filter.chunk.ActionChunk;
import org.reins.filter.chunk.ChunkCheck;
import org.reins.filter.chunk.ChunkFault;
import org.reins.filter.chunk.ChunkPlayer;
import org.reins.robot.model.RobotModel;

/**
 * Checks and executes the chunks of a policy in lockstep, where an answer is there at once. Time is
 * that of the calls. Nothing allocates after construction; not thread-safe.
 */
final class ChunkDrive {
  private final ActionChunk draft;
  private final ChunkCheck check;
  private final ChunkPlayer player;
  private double time;
  private long refused;

  ChunkDrive(RobotModel robot) {
    draft = new ActionChunk(robot.dof());
    check = new ChunkCheck(robot);
    player = new ChunkPlayer(robot);
  }

  void reset() {
    player.forget();
    time = 0;
    refused = 0;
  }

  /** The chunk to fill before {@link #begin}. */
  ActionChunk draft() {
    return draft;
  }

  /**
   * Begins the draft now, or refuses it.
   *
   * @param q measured positions, rad, not modified
   */
  ChunkFault begin(double[] q) {
    draft.stampNanos = nanos();
    ChunkFault fault = check.check(draft);
    if (fault == ChunkFault.NONE) {
      fault = player.begin(draft, nanos(), q);
    }
    if (fault != ChunkFault.NONE) {
      refused++;
    }
    return fault;
  }

  /**
   * The command after a time has passed.
   *
   * @param dt s
   * @return false if no chunk has begun: then nothing is written
   */
  boolean sample(double[] q, double dt, double[] target, double[] stiffness) {
    time += dt;
    return player.sample(nanos(), q, target, stiffness);
  }

  /** How long the last chunk is over, s. */
  double over() {
    return 1e-9 * player.overNanos(nanos());
  }

  /** Chunks that were refused since the last reset. */
  long refused() {
    return refused;
  }

  private long nanos() {
    return Math.round(1e9 * time);
  }
}
