package org.reins.robot.model;

import java.util.List;
import java.util.function.Function;

/**
 * The base to which the joints of a robot are attached. It determines the robot's kind: a {@link
 * FixedBase} for an arm, a {@link FloatingBase} for a robot on legs. Code that depends on the kind
 * calls {@link #choose}, so that a new kind does not compile until each caller handles it.
 */
public sealed interface Base permits FixedBase, FloatingBase {
  /** The kind in one word: {@code arm} or {@code legged}. */
  String kind();

  /** The bodies that move without a joint: the floating one; empty for a fixed base. */
  List<Link> bodies();

  /** A sphere at the end of each leg; empty without legs. */
  List<Capsule> feet();

  /**
   * One answer for each kind.
   *
   * @return the result of the function of this kind
   */
  <T> T choose(Function<FixedBase, T> fixed, Function<FloatingBase, T> floating);
}
