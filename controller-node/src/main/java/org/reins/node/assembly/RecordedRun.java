package org.reins.node.assembly;

import org.reins.node.parameters.ParameterSnapshot;
import org.reins.node.record.CycleLayout;
import org.reins.node.record.RunContext;
import org.reins.node.record.RunFacts;
import org.reins.node.record.RunWitness;
import org.reins.node.story.RunReport;

/** A run whose recording holds the files that the parameters name, and which leaves a report. */
final class RecordedRun implements RunContext {
  @Override
  public RunFacts facts(ParameterSnapshot p) {
    return RunFiles.of(p);
  }

  @Override
  public RunWitness witness(RunFacts facts, CycleLayout layout) {
    return RunReport.during(facts, layout);
  }
}
