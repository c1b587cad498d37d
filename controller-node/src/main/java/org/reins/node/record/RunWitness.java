package org.reins.node.record;

import java.io.IOException;
import java.nio.file.Path;

/** Sees the cycles of a run while they are recorded, on the recorder's thread. */
public interface RunWitness {
  /** One that sees nothing. */
  RunWitness NONE =
      new RunWitness() {
        @Override
        public void take(CycleSlot cycle) {}

        @Override
        public void end(Path run) {}
      };

  /** Takes the next cycle; it is overwritten by a later one. */
  void take(CycleSlot cycle);

  /**
   * The run has ended.
   *
   * @param run path of its files without their number and ending
   */
  void end(Path run) throws IOException;
}
