package org.reins.node.watchdog;

/**
 * What may take the robot away from the filter: a watchdog, or the robot's own controller. The
 * control thread calls {@link #beat}, {@link #rest} and {@link #objects}, which neither wait nor
 * allocate. All other methods belong to other threads.
 */
public interface Overseer extends AutoCloseable {
  /**
   * Says that the filter drives the robot and has just sent a command.
   *
   * @param stopped whether it holds the robot in a latched stop
   * @param now ns
   */
  void beat(boolean stopped, long now);

  /** Says that the robot rests and no commands follow. */
  void rest(long now);

  /** Whether the robot does not obey the filter, or would have nobody to stop it. */
  boolean objects(long now);

  /** Why the filter must not drive now, as one sentence; empty if it may. */
  String objection(long now);

  /** What it says, in words. */
  String words(long now);

  @Override
  void close();

  /**
   * Both of two overseers.
   *
   * @param one null for none
   * @param other null for none
   * @return null for none
   */
  static Overseer both(Overseer one, Overseer other) {
    return one == null ? other : other == null ? one : new TwoOverseers(one, other);
  }
}
