package org.reins.filter.legged;

import java.util.Arrays;
import java.util.List;
import org.reins.filter.observation.DescribedPolicy;
import org.reins.filter.observation.Policy;
import org.reins.filter.policy.ActionOutput;
import org.reins.filter.policy.ActionTerm;
import org.reins.filter.policy.PolicyFileException;
import org.reins.robot.model.RobotModel;

/** A policy that others trained, with the interface of {@link TargetInterface}. */
public final class TargetPolicy implements Policy {
  private final DescribedPolicy policy;
  private final float identity;
  private volatile boolean stranger;

  /**
   * Takes a policy.
   *
   * @param policy used only here from now on; closed by its owner
   * @throws PolicyFileException if it commands something else than targets of all joints
   */
  public TargetPolicy(RobotModel robot, DescribedPolicy policy) {
    this.policy = policy;
    identity = TargetInterface.identity(policy.description());
    if (policy.description().chunk().isChunk()) {
      throw new PolicyFileException(
          "policy "
              + policy.description().name()
              + " answers chunks: a robot on legs, such as "
              + robot.name()
              + ", takes one action at a time; chunks are for arms");
    }
    List<ActionTerm> terms =
        policy.description().outputs().stream()
            .map(ActionOutput::terms)
            .flatMap(List::stream)
            .toList();
    for (ActionTerm t : terms) {
      if (!t.kind().isPosition()) {
        throw new PolicyFileException(
            "policy "
                + policy.description().name()
                + " commands "
                + t.kind().code()
                + ": a robot on legs, such as "
                + robot.name()
                + ", takes joint positions");
      }
    }
    List<String> commanded = terms.stream().map(ActionTerm::joints).flatMap(List::stream).toList();
    List<String> left =
        robot.jointNames().stream().filter(name -> !commanded.contains(name)).toList();
    if (!left.isEmpty()) {
      throw new PolicyFileException(
          "policy "
              + policy.description().name()
              + " commands no position of "
              + String.join(", ", left)
              + ": a robot on legs, such as "
              + robot.name()
              + ", needs one for each joint");
    }
  }

  @Override
  public void reset() {
    policy.reset();
  }

  @Override
  public double period() {
    return policy.description().period();
  }

  @Override
  public String refusal() {
    return stranger
        ? "the filter's walk.policy is another description than "
            + policy.description().name()
            + ", so the policy gives no answer: name the same file in both nodes"
        : "";
  }

  /** A policy without a finite answer answers NaN, which counts as none. */
  @Override
  public void act(float[] observation, float[] action) {
    if (TargetInterface.identity(observation) != identity) {
      stranger = true;
      Arrays.fill(action, Float.NaN);
      return;
    }
    TargetInterface.read(observation, policy.state());
    if (!policy.act()) {
      Arrays.fill(action, Float.NaN);
      return;
    }
    double[] targets = policy.command().position;
    for (int i = 0; i < action.length; i++) {
      action[i] = (float) targets[i];
    }
  }
}
