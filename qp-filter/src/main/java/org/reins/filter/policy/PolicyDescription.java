package org.reins.filter.policy;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * All that is needed to run a policy that was trained elsewhere: the schema {@code reins/policy/1}.
 *
 * @param name for messages
 * @param robot name of the robot that it was trained for; empty if not known
 * @param network file of the network, relative to the description; empty if it is given apart
 * @param period between two actions, s, above 0 to 1
 * @param joints the joints that the policy knows
 * @param twist commanded twists that it was trained with
 * @param inputs what the network sees
 * @param memory recurrent state
 * @param outputs what the network answers, in each step of a chunk
 * @param chunk the steps that it answers at once
 */
public record PolicyDescription(
    String name,
    String robot,
    String network,
    double period,
    PolicyJoints joints,
    TwistRange twist,
    List<ObservationInput> inputs,
    List<MemoryTensor> memory,
    List<ActionOutput> outputs,
    ChunkShape chunk) {
  /** The schema's name. */
  public static final String SCHEMA = "reins/policy/1";

  /** Checks what no part can check alone. */
  public PolicyDescription {
    inputs = List.copyOf(inputs);
    memory = List.copyOf(memory);
    outputs = List.copyOf(outputs);
    if (!(period > 0 && period <= 1)) {
      throw new IllegalArgumentException("period is " + period + ": allowed is above 0 to 1 s");
    }
    if (inputs.isEmpty() || outputs.isEmpty()) {
      throw new IllegalArgumentException("a policy needs at least one input and one output");
    }
    requireDistinct("input", inputs.stream().map(ObservationInput::tensor).toList());
    requireDistinct("output", outputs.stream().map(ActionOutput::tensor).toList());
    int action = actionNumbers(outputs);
    for (ObservationInput in : inputs) {
      for (ObservationTerm t : in.terms()) {
        t.joints().forEach(j -> requireKnown(joints, "term " + t.kind().code(), j));
        if (t.kind().isAction()) {
          t.scaling().require(action);
        }
      }
    }
    requireActions(joints, outputs);
    if (chunk.isChunk() && period > chunk.seconds() + 1e-9) {
      throw new IllegalArgumentException(
          "period is "
              + period
              + ": a chunk covers only "
              + chunk.seconds()
              + " s, so the next must begin within that");
    }
  }

  /** A policy that answers one action at a time. */
  public PolicyDescription(
      String name,
      String robot,
      String network,
      double period,
      PolicyJoints joints,
      TwistRange twist,
      List<ObservationInput> inputs,
      List<MemoryTensor> memory,
      List<ActionOutput> outputs) {
    this(name, robot, network, period, joints, twist, inputs, memory, outputs, ChunkShape.NONE);
  }

  /** Numbers of all outputs in one step: the length of the last action. */
  public int actionNumbers() {
    return actionNumbers(outputs);
  }

  /** The same with another network file. */
  public PolicyDescription withNetwork(String file) {
    return new PolicyDescription(
        name, robot, file, period, joints, twist, inputs, memory, outputs, chunk);
  }

  private static int actionNumbers(List<ActionOutput> outputs) {
    return outputs.stream().mapToInt(ActionOutput::numbers).sum();
  }

  /** Two commands for one joint would overwrite each other. */
  private static void requireActions(PolicyJoints joints, List<ActionOutput> outputs) {
    Set<String> commanded = new HashSet<>();
    int tools = 0;
    for (ActionOutput out : outputs) {
      for (ActionTerm t : out.terms()) {
        String group = t.kind().isPosition() ? "position" : t.kind().code();
        if (t.kind().isTool() && tools++ > 0) {
          throw new IllegalArgumentException("there are two actions of the tool: allowed is one");
        }
        for (String j : t.joints()) {
          requireKnown(joints, "action " + t.kind().code(), j);
          if (!commanded.add(group + " " + j)) {
            throw new IllegalArgumentException(
                "joint " + j + " has two actions of kind " + group + ": allowed is one");
          }
        }
      }
    }
    boolean moves = commanded.stream().anyMatch(c -> !c.startsWith("joint_effort"));
    if (tools > 0 && moves) {
      throw new IllegalArgumentException(
          "the tool and joints are commanded: an action of the tool moves all joints of the arm");
    }
  }

  private static void requireKnown(PolicyJoints joints, String where, String joint) {
    if (joints.indexOf(joint) < 0) {
      throw new IllegalArgumentException(
          where
              + " has joint "
              + joint
              + ": it is none of the policy's joints, "
              + String.join(", ", joints.names()));
    }
  }

  private static void requireDistinct(String what, List<String> names) {
    Set<String> seen = new HashSet<>();
    for (String n : names) {
      if (!seen.add(n)) {
        throw new IllegalArgumentException(
            "two " + what + "s are named '" + n + "': each tensor needs a name of its own");
      }
    }
  }
}
