package org.reins.filter.chunk;

import java.util.Arrays;
import org.reins.robot.model.JointLimits;
import org.reins.robot.model.RobotModel;

/**
 * Executes chunks: gives the joint target at any time, and changes from one chunk to the next
 * without a jump.
 *
 * <p>Positions are interpolated linearly. A chunk that takes over begins at the step that is due,
 * whenever it comes. The difference of the present command to it, in position and velocity, fades
 * by the cubic of Hermite that begins with both and ends with neither,
 *
 * <pre>
 *   o(s) = p (2u³ − 3u² + 1) + v T (u³ − 2u² + u),   u = s / T
 * </pre>
 *
 * <p>with T such that its acceleration, at most 6 |p| / T² + 4 |v| / T, is half the joint's limit.
 * After its last step a chunk of positions holds. Velocities change at half the joint's limit of
 * acceleration, also towards the next chunk and to zero after the last step; their integral stops
 * before a joint's end. All targets stay within the joints' limits and near the measured positions,
 * and move no faster than the joints may.
 *
 * <p>Nothing allocates after construction; not thread-safe.
 */
public final class ChunkPlayer {
  private static final double SHARE = 0.5;
  // Farthest that a target is from its joint, rad; 0.1 m for one that slides.
  private static final double REACH = 0.5;
  // Reaches of a joint from the present command at which a chunk may begin.
  private static final double FARTHEST = 2;
  // A longer gap between two calls counts as this much, s.
  private static final double LONGEST_GAP = 0.05;
  private static final double SHORTEST_FADE = 0.02;
  // A stamp may be this far ahead, as that of a state which the filter has yet to take.
  private static final long AHEAD_NANOS = 100_000_000;

  private final int n;
  private final double[] low;
  private final double[] high;
  private final double[] speed;
  private final double[] acceleration;
  private final double[] reach;
  private final ActionChunk chunk;
  private final double[] position;
  private final double[] velocity;
  private final double[] stiffness;
  private final double[] offset;
  private final double[] offsetRate;
  private final double[] oldStiffness;
  private final double[] row;
  private double fade;
  private long fadeStart;
  private long last;
  private boolean playing;
  private boolean anchored;
  private int joint = -1;

  /** Prepares a robot. */
  public ChunkPlayer(RobotModel robot) {
    n = robot.dof();
    low = new double[n];
    high = new double[n];
    speed = new double[n];
    acceleration = new double[n];
    reach = new double[n];
    for (int i = 0; i < n; i++) {
      JointLimits l = robot.joints().get(i).limits();
      low[i] = l.lower();
      high[i] = l.upper();
      speed[i] = l.velocity();
      acceleration[i] = SHARE * l.acceleration();
      reach[i] = REACH * robot.joints().get(i).kind().perRadian();
    }
    chunk = new ActionChunk(n);
    position = new double[n];
    velocity = new double[n];
    stiffness = new double[n];
    offset = new double[n];
    offsetRate = new double[n];
    oldStiffness = new double[n];
    row = new double[n];
  }

  /** Forgets the chunk and the present command. */
  public void forget() {
    playing = false;
    anchored = false;
  }

  /**
   * Takes over a chunk that passed {@link ChunkCheck}, or refuses it; then the present one goes on.
   *
   * @param next copied
   * @param now by the clock of its stamp, ns
   * @param q measured positions, rad, not modified: the command before the first chunk
   * @return why it is refused, or NONE
   */
  public ChunkFault begin(ActionChunk next, long now, double[] q) {
    joint = -1;
    requireClock(now);
    if (playing && next.stampNanos - chunk.stampNanos <= 0) {
      return ChunkFault.ORDER;
    }
    if (now - next.stampNanos >= next.nanos()) {
      return ChunkFault.LATE;
    }
    if (now - next.stampNanos < -AHEAD_NANOS) {
      return ChunkFault.EARLY;
    }
    if (!anchored && !anchor(now, q)) {
      return ChunkFault.START;
    }
    double due = due(next, now);
    if (next.kind == ChunkKind.POSITION) {
      for (int i = 0; i < n; i++) {
        double way = position[i] - value(next.target, next.steps, due, i);
        if (!(Math.abs(way) <= FARTHEST * reach[i])) {
          joint = i;
          return ChunkFault.START;
        }
      }
    }
    chunk.take(next);
    playing = true;
    fadeFrom(now, due);
    return ChunkFault.NONE;
  }

  /** A clock that fell is another one: a simulation or a driver began anew. */
  private void requireClock(long now) {
    if (anchored && now - last < -AHEAD_NANOS) {
      forget();
    }
  }

  /** Begins from the measured positions; false if one is not finite. */
  private boolean anchor(long now, double[] q) {
    for (int i = 0; i < n; i++) {
      if (!Double.isFinite(q[i])) {
        joint = i;
        return false;
      }
      position[i] = Math.max(low[i], Math.min(high[i], q[i]));
    }
    Arrays.fill(velocity, 0);
    Arrays.fill(stiffness, 0);
    last = now;
    anchored = true;
    return true;
  }

  /** Prepares the fading of the difference to the new chunk. */
  private void fadeFrom(long now, double due) {
    fadeStart = now;
    fade = SHORTEST_FADE;
    boolean fromRest = true;
    for (int i = 0; i < n; i++) {
      fromRest &= stiffness[i] == 0;
    }
    for (int i = 0; i < n; i++) {
      double rate =
          (value(chunk.target, chunk.steps, due + 1, i) - value(chunk.target, chunk.steps, due, i))
              / chunk.step;
      offset[i] = position[i] - value(chunk.target, chunk.steps, due, i);
      offsetRate[i] = velocity[i] - rate;
      oldStiffness[i] = fromRest ? value(chunk.stiffness, chunk.steps, due, i) : stiffness[i];
      double p = Math.abs(offset[i]);
      double v = Math.abs(offsetRate[i]);
      double a = acceleration[i];
      // The root of a T² = 4 v T + 6 p.
      fade = Math.max(fade, (2 * v + Math.sqrt(4 * v * v + 6 * p * a)) / a);
      fade = Math.max(fade, 1.5 * p / (SHARE * speed[i]));
    }
  }

  /**
   * The command now.
   *
   * @param now by the clock of the stamps, ns
   * @param q measured positions, rad, not modified
   * @param target joint targets, rad, overwritten if there is a command
   * @param stiffnesses N·m/rad, overwritten if there is a command
   * @return false if no chunk has begun
   */
  public boolean sample(long now, double[] q, double[] target, double[] stiffnesses) {
    requireClock(now);
    if (!playing) {
      return false;
    }
    double dt = Math.max(0, Math.min(LONGEST_GAP, 1e-9 * (now - last)));
    last = Math.max(last, now);
    double due = due(chunk, now);
    double faded = Math.max(0, 1e-9 * (now - fadeStart));
    if (chunk.kind == ChunkKind.POSITION) {
      positions(due, faded);
    } else {
      velocities(due, now, dt);
    }
    for (int i = 0; i < n; i++) {
      double wanted = Math.max(low[i], Math.min(high[i], row[i]));
      if (Double.isFinite(q[i])) {
        wanted = Math.max(q[i] - reach[i], Math.min(q[i] + reach[i], wanted));
      }
      double most = speed[i] * dt;
      double moved = Math.max(-most, Math.min(most, wanted - position[i]));
      if (dt > 0) {
        velocity[i] = moved / dt;
      }
      position[i] += moved;
      double share = Math.min(1, faded / fade);
      double k = value(chunk.stiffness, chunk.steps, due, i);
      stiffness[i] = oldStiffness[i] + share * (k - oldStiffness[i]);
      target[i] = position[i];
      stiffnesses[i] = stiffness[i];
    }
    return true;
  }

  private void positions(double due, double faded) {
    double u = Math.min(1, faded / fade);
    double h = (2 * u - 3) * u * u + 1;
    double hr = fade * u * (u - 1) * (u - 1);
    for (int i = 0; i < n; i++) {
      row[i] = value(chunk.target, chunk.steps, due, i) + h * offset[i] + hr * offsetRate[i];
    }
  }

  private void velocities(double due, long now, double dt) {
    boolean over = now - chunk.stampNanos >= chunk.nanos();
    for (int i = 0; i < n; i++) {
      double wanted = over ? 0 : value(chunk.target, chunk.steps, due, i);
      double change = acceleration[i] * dt;
      double v = velocity[i] + Math.max(-change, Math.min(change, wanted - velocity[i]));
      // No faster than it can still stop before the end.
      v = Math.min(v, Math.sqrt(2 * acceleration[i] * Math.max(0, high[i] - position[i])));
      v = Math.max(v, -Math.sqrt(2 * acceleration[i] * Math.max(0, position[i] - low[i])));
      row[i] = position[i] + v * dt;
    }
  }

  /** Steps since a chunk's first, not before it and not beyond its last. */
  private static double due(ActionChunk c, long now) {
    return Math.max(0, Math.min(c.steps - 1, 1e-9 * (now - c.stampNanos) / c.step));
  }

  /** A number between two steps. */
  private double value(double[] of, int steps, double due, int i) {
    int k = (int) Math.min(due, steps - 1);
    int next = Math.min(k + 1, steps - 1);
    double share = Math.min(due, steps - 1) - k;
    return of[k * n + i] + share * (of[next * n + i] - of[k * n + i]);
  }

  /** Whether a chunk has begun. */
  public boolean isPlaying() {
    return playing;
  }

  /**
   * How long the last chunk is over, ns: 0 while it lasts, and before the first. The filter counts
   * it as the age of an action.
   */
  public long overNanos(long now) {
    return playing ? Math.max(0, now - chunk.stampNanos - chunk.nanos()) : 0;
  }

  /** Joint of the last refusal for its start; −1 if none has it. */
  public int joint() {
    return joint;
  }
}
