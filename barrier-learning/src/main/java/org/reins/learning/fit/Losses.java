package org.reins.learning.fit;

/** Means of losses, reported to a listener a hundred times per stage. */
public final class Losses {
  private final String what;
  private final int steps;
  private final int every;
  private final StagedTraining.Listener listener;
  private int done;
  private double sum;

  public Losses(String what, int steps, StagedTraining.Listener listener) {
    this.what = what;
    this.steps = steps;
    this.listener = listener;
    every = Math.max(1, steps / 100);
  }

  public void add(double loss) {
    sum += loss;
    if (++done % every == 0) {
      listener.at(what, (double) done / steps, sum / every);
      sum = 0;
    }
  }
}
