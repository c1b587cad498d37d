package org.reins.node.record;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.reins.robot.OneLine;

/** Keeps the failures of a witness from the recording: a witness that failed is asked no more. */
final class CarefulWitness implements RunWitness {
  private final Consumer<String> warn;
  private RunWitness witness;

  CarefulWitness(RunWitness witness, Consumer<String> warn) {
    this.witness = witness;
    this.warn = warn;
  }

  @Override
  public void take(CycleSlot cycle) {
    try {
      witness.take(cycle);
    } catch (RuntimeException e) {
      failed(e);
    }
  }

  @Override
  public void end(Path run) {
    try {
      witness.end(run);
    } catch (IOException | RuntimeException e) {
      failed(e);
    }
  }

  private void failed(Exception e) {
    witness = NONE;
    warn.accept(
        "the run will have no report: "
            + OneLine.reason(e)
            + "; './reins report RECORDING' makes one from the recording");
  }
}
