package org.reins.filter.sampleddata;

/** A filter between a task's commands and a small system. Not thread-safe. */
public interface CommandFilter {
  /** Forgets the commands sent. */
  void reset();

  /**
   * Filters one command.
   *
   * @param x measured state, not modified
   * @param nominal admissible, not modified
   * @param u overwritten
   */
  void step(double[] x, double[] nominal, double[] u);

  /**
   * By how much the last command falls short of the barrier condition, in units of B per second.
   */
  double slack();

  /** Whether the last command was changed. */
  boolean changed();
}
