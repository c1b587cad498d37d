package org.reins.launch.policy;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.reins.filter.observation.DescribedPolicy;
import org.reins.filter.observation.PolicyNetwork;
import org.reins.filter.observation.TensorSpec;
import org.reins.filter.policy.ObservationInput;
import org.reins.filter.policy.ObservationTerm;
import org.reins.filter.policy.PolicyDescription;
import org.reins.filter.policy.PolicyJoints;

/**
 * What a network answers to a robot that rests level in its default posture without a command. That
 * is no state of a real robot in all its numbers, but one that no sound network fails at.
 */
final class RestingAnswer {
  // Networks are trained to answer numbers of about one, and radians or newton metres at most.
  private static final double LARGEST = 1e4;

  private RestingAnswer() {}

  /** What is wrong with the answer, one sentence; empty for a sound one. */
  static Optional<String> fault(PolicyDescription d, PolicyNetwork network) {
    List<TensorSpec> in = DescribedPolicy.inputs(d);
    List<TensorSpec> out = DescribedPolicy.outputs(d);
    float[][] seen = in.stream().map(t -> new float[t.numbers()]).toArray(float[][]::new);
    float[][] answer = out.stream().map(t -> new float[t.numbers()]).toArray(float[][]::new);
    for (int i = 0; i < d.inputs().size(); i++) {
      fill(d, d.inputs().get(i), seen[i]);
    }
    network.run(seen, answer);
    for (int k = 0; k < answer.length; k++) {
      for (int i = 0; i < answer[k].length; i++) {
        float v = answer[k][i];
        if (!(Math.abs(v) <= LARGEST)) {
          String tensor = out.get(k).name();
          return Optional.of(
              String.format(
                  Locale.ROOT,
                  "it answers %.3g as number %d%s to a robot at rest: %s",
                  v,
                  i + 1,
                  tensor.isEmpty() ? "" : " of " + tensor,
                  Float.isFinite(v)
                      ? "no target or torque is that large, so its weights or its normaliser may be"
                          + " broken"
                      : "its weights may be broken, or its normaliser divides by 0"));
        }
      }
    }
    return Optional.empty();
  }

  private static void fill(PolicyDescription d, ObservationInput input, float[] to) {
    int at = 0;
    for (int frame = 0; frame < input.history().frames(); frame++) {
      for (ObservationTerm t : input.terms()) {
        double[] raw = raw(t, d.joints(), d.actionNumbers());
        for (int past = 0; past < t.history().frames(); past++) {
          for (int i = 0; i < raw.length; i++) {
            to[at++] = (float) input.clip().apply(t.scaling().apply(raw[i], i), 0);
          }
        }
      }
    }
  }

  private static double[] raw(ObservationTerm t, PolicyJoints joints, int actions) {
    double[] zeros = new double[t.numbers(actions)];
    switch (t.kind()) {
      case JOINT_POSITION, COMMAND_JOINT_POSITION ->
          Arrays.setAll(zeros, i -> joints.posture()[joints.indexOf(t.joints().get(i))]);
      case PROJECTED_GRAVITY -> zeros[2] = -1;
      case BASE_QUATERNION_WXYZ, TOOL_QUATERNION_WXYZ -> zeros[0] = 1;
      case BASE_QUATERNION_XYZW, TOOL_QUATERNION_XYZW -> zeros[3] = 1;
      case COMMAND_POSE_WXYZ, TOOL_POSE_WXYZ -> zeros[3] = 1;
      case COMMAND_POSE_XYZW, TOOL_POSE_XYZW -> zeros[6] = 1;
      case TOOL_ROTATION_6D_COLUMNS, TOOL_ROTATION_6D_ROWS -> {
        zeros[0] = 1;
        zeros[4] = 1;
      }
      case GAIT_CLOCK -> zeros[1] = 1;
      case CONSTANT -> System.arraycopy(t.values(), 0, zeros, 0, zeros.length);
      default -> {
        // All else is 0 at rest.
      }
    }
    return zeros;
  }
}
