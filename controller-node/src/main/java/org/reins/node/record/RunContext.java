package org.reins.node.record;

import java.util.Map;
import org.reins.node.parameters.ParameterSnapshot;

/** What a recording needs to know beside its cycles. */
public interface RunContext {
  /** One that knows no files, and lets nobody look. */
  RunContext UNKNOWN =
      new RunContext() {
        @Override
        public RunFacts facts(ParameterSnapshot p) {
          return new RunFacts(p.text("robot"), Map.of(), Map.of(), Map.of());
        }

        @Override
        public RunWitness witness(RunFacts facts, CycleLayout layout) {
          return RunWitness.NONE;
        }
      };

  /**
   * Gathers what the parameters name.
   *
   * @throws RuntimeException with one sentence if a file cannot be read
   */
  RunFacts facts(ParameterSnapshot p);

  /** Who sees the cycles of a run. */
  RunWitness witness(RunFacts facts, CycleLayout layout);
}
