package org.reins.robot.model;

import java.util.List;
import java.util.function.Function;

/**
 * What the joints of a robot hang on, which is what makes its kind: a {@link FixedBase} for an arm,
 * a {@link FloatingBase} for a robot on legs. Whoever does different things for different kinds
 * asks {@link #choose}, so that a new kind does not compile before each of them has an answer.
 */
public sealed interface Base permits FixedBase, FloatingBase {
  /** The kind in one word: {@code arm} or {@code legged}. */
  String kind();

  /** The bodies that move without a joint: the floating one; none where all is bolted down. */
  List<Link> bodies();

  /** A sphere at the end of each leg; none where there are no legs. */
  List<Capsule> feet();

  /**
   * One answer for each kind.
   *
   * @return what the function of this kind gives
   */
  <T> T choose(Function<FixedBase, T> fixed, Function<FloatingBase, T> floating);
}
