package org.reins.launch.experiment;

import org.reins.filter.Envelope;
import org.reins.filter.EnvelopeLevels;

/** Who decides the envelope during a training. */
public enum Regime {
  /** Nobody: the base throughout. */
  TIGHT,
  /** Nobody: the widest throughout. */
  LOOSE,
  /** The planner. */
  DYNAMIC;

  /** The envelope that is held throughout; null where the planner decides. */
  Envelope fixed() {
    return switch (this) {
      case TIGHT -> EnvelopeLevels.DEFAULT.base();
      case LOOSE -> EnvelopeLevels.DEFAULT.at(EnvelopeLevels.DEFAULT.top());
      case DYNAMIC -> null;
    };
  }
}
