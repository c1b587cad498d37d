package org.reins.node.record;

import java.util.Map;
import java.util.function.Consumer;
import org.reins.node.filter.RobotCycle;
import org.reins.node.messages.FilterStatus;
import org.reins.node.parameters.ParameterSnapshot;
import org.reins.robot.OneLine;

/** What a node records from its configuration to its clean-up; nothing unless it is wanted. */
public final class NodeRecording implements AutoCloseable {
  private final String node;
  private final Consumer<String> warn;
  private final RunContext context;
  private volatile Recorder recorder;

  /**
   * Records nothing yet.
   *
   * @param node full name of the node
   * @param warn takes one sentence when something is lost
   * @param context of the run
   */
  public NodeRecording(String node, Consumer<String> warn, RunContext context) {
    this.node = node;
    this.warn = warn;
    this.context = context;
  }

  /**
   * Starts, if the parameters want it.
   *
   * @param rows name, words and unit of each constraint row
   * @return the cycle that the loop must run
   */
  public RobotCycle start(
      ParameterSnapshot p, RecordableCycle cycle, CycleTopics topics, Map<String, String> rows) {
    RecorderSettings settings = RecorderSettings.of(p);
    if (settings == null) {
      return cycle;
    }
    RunFacts run;
    try {
      run = context.facts(p).withRows(rows);
    } catch (RuntimeException e) {
      warn.accept("nothing is recorded: " + OneLine.reason(e));
      return cycle;
    }
    RunWitness witness = context.witness(run, cycle.layout());
    Recorder made = Recorder.start(settings, run, cycle.layout(), topics, node, warn, witness);
    recorder = made;
    return made.recorded(cycle);
  }

  /** Takes a status that was sent. */
  public void status(FilterStatus status) {
    Recorder now = recorder;
    if (now != null) {
      now.status(status);
    }
  }

  /** How it goes, in words; empty if nothing is recorded. */
  public String health() {
    Recorder now = recorder;
    return now == null ? "" : now.health();
  }

  /** Ends the file. */
  @Override
  public void close() {
    Recorder now = recorder;
    recorder = null;
    if (now != null) {
      now.close();
    }
  }
}
