package org.reins.filter.observation;

import java.util.Arrays;
import org.reins.filter.policy.History;
import org.reins.filter.policy.ObservationInput;
import org.reins.filter.policy.ObservationTerm;
import org.reins.filter.policy.PolicyFileException;
import org.reins.filter.policy.PolicyJoints;
import org.reins.filter.policy.Scaling;
import org.reins.robot.model.RobotModel;

/**
 * Assembles one input tensor from its terms. Names are resolved at construction. Nothing allocates
 * after that; not thread-safe.
 */
final class ObservationAssembler {
  private final TermReader[] readers;
  private final Scaling[] scalings;
  private final Frames[] frames;
  private final double[][] raw;
  private final float[][] scaled;
  private final Scaling clip;
  private final float[] frame;
  private final Frames whole;

  /**
   * Compiles the terms of an input.
   *
   * @param action numbers of the network's output
   * @throws PolicyFileException if the robot cannot provide a term
   */
  ObservationAssembler(RobotModel robot, PolicyJoints joints, ObservationInput input, int action) {
    int n = input.terms().size();
    readers = new TermReader[n];
    scalings = new Scaling[n];
    frames = new Frames[n];
    raw = new double[n][];
    scaled = new float[n][];
    TermReaders compiler = new TermReaders(robot, joints);
    boolean moves = !robot.base().feet().isEmpty();
    for (int i = 0; i < n; i++) {
      ObservationTerm term = input.terms().get(i);
      boolean has = (moves || !term.kind().needsBase()) && !(moves && term.kind().needsTool());
      if (!has) {
        throw new PolicyFileException(
            "the policy sees "
                + term.kind().code()
                + ": robot "
                + robot.name()
                + (moves ? " has no tool" : " has a fixed base, which has none"));
      }
      readers[i] = compiler.compile(term);
      scalings[i] = term.scaling();
      int numbers = term.numbers(action);
      raw[i] = new double[numbers];
      scaled[i] = new float[numbers];
      frames[i] = new Frames(term.history(), numbers);
    }
    clip = input.clip();
    frame = new float[input.frame(action)];
    whole = new Frames(input.history(), frame.length);
  }

  /** Forgets the past. */
  void reset() {
    for (Frames f : frames) {
      f.reset();
    }
    whole.reset();
  }

  /**
   * Assembles the tensor.
   *
   * @param last the network's previous output, not modified
   * @param out overwritten
   */
  void assemble(PolicyState state, float[] last, float[] out) {
    int at = 0;
    for (int i = 0; i < readers.length; i++) {
      readers[i].read(state, last, raw[i]);
      for (int k = 0; k < raw[i].length; k++) {
        scaled[i][k] = (float) clip.apply(scalings[i].apply(raw[i][k], k), 0);
      }
      at = frames[i].push(scaled[i], frame, at);
    }
    whole.push(frame, out, 0);
  }

  /** The last frames of some numbers, in the order in which the network sees them. */
  private static final class Frames {
    private final History history;
    private final float[] kept;
    private final int numbers;
    private boolean begun;

    Frames(History history, int numbers) {
      this.history = history;
      this.numbers = numbers;
      kept = new float[history.frames() * numbers];
    }

    void reset() {
      begun = false;
      Arrays.fill(kept, 0);
    }

    /** Takes a frame, writes all of them from a place on, and answers the place after them. */
    int push(float[] frame, float[] out, int at) {
      int n = history.frames();
      if (!begun && !history.zeros()) {
        for (int f = 0; f < n; f++) {
          System.arraycopy(frame, 0, kept, f * numbers, numbers);
        }
      } else if (history.newestFirst()) {
        System.arraycopy(kept, 0, kept, numbers, (n - 1) * numbers);
        System.arraycopy(frame, 0, kept, 0, numbers);
      } else {
        System.arraycopy(kept, numbers, kept, 0, (n - 1) * numbers);
        System.arraycopy(frame, 0, kept, (n - 1) * numbers, numbers);
      }
      begun = true;
      System.arraycopy(kept, 0, out, at, kept.length);
      return at + kept.length;
    }
  }
}
