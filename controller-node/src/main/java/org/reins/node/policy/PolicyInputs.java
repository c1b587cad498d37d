package org.reins.node.policy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.reins.filter.observation.PolicyState;
import org.reins.filter.policy.ObservationTerm;
import org.reins.filter.policy.PolicyDescription;
import org.reins.filter.policy.PolicyFileException;
import org.reins.filter.policy.TermKind;
import org.reins.node.messages.JointState;
import org.reins.node.messages.Scan;
import org.reins.node.messages.StampedNumbers;
import org.reins.node.process.Mailbox;
import org.reins.node.process.NodeClock;
import org.reins.node.ros.MessageType;
import org.reins.node.ros.Qos;
import org.reins.node.ros.RosNode;
import org.reins.robot.model.RobotModel;

/**
 * What a policy sees that comes on topics of its own: wrenches, scans, commanded poses and joints.
 * Each has an age limit, counted from its arrival; without fresh inputs the policy is not asked.
 */
public final class PolicyInputs {
  /** A message with the time of its arrival. */
  private static final class Arrival {
    final double[] values;
    int count;
    long nanos;

    Arrival(int n) {
      values = new double[n];
    }
  }

  /** One topic. */
  private static final class Input {
    final TermKind kind;
    final String topic;
    final double maxAge;
    final int numbers;
    final Mailbox<Arrival> arrivals;
    boolean seen;

    Input(ObservationTerm term, int numbers, int room) {
      kind = term.kind();
      topic = term.topic();
      maxAge = term.source().maxAge();
      this.numbers = numbers;
      arrivals = new Mailbox<>(() -> new Arrival(room));
    }
  }

  private final List<Input> inputs = new ArrayList<>();
  private String refusal = "";
  private boolean pose;

  /**
   * Subscribes to what a policy sees.
   *
   * @throws PolicyFileException if two terms of one kind differ in topic, age or count
   */
  public PolicyInputs(RosNode node, RobotModel robot, PolicyDescription description) {
    Map<TermKind, ObservationTerm> terms = new LinkedHashMap<>();
    description.inputs().stream()
        .flatMap(in -> in.terms().stream())
        .filter(t -> t.kind().hasTopic())
        .forEach(t -> put(terms, t));
    terms.values().forEach(t -> subscribe(node, robot, t));
  }

  private static void put(Map<TermKind, ObservationTerm> terms, ObservationTerm t) {
    ObservationTerm before = terms.putIfAbsent(t.kind(), t);
    boolean same =
        before == null || before.source().equals(t.source()) && before.topic().equals(t.topic());
    if (!same) {
      throw new PolicyFileException(
          "term "
              + t.kind().code()
              + " is there twice with another topic, max_age or numbers: Reins takes one topic of a"
              + " kind");
    }
  }

  private void subscribe(RosNode node, RobotModel robot, ObservationTerm t) {
    switch (t.kind()) {
      case COMMAND_POSE_WXYZ, COMMAND_POSE_XYZW -> {
        pose = true;
        numbers(node, t, StampedNumbers.POSE, 7);
      }
      case WRENCH -> numbers(node, t, StampedNumbers.WRENCH, 6);
      case COMMAND_JOINT_POSITION -> {
        Input input = new Input(t, robot.dof(), robot.dof());
        inputs.add(input);
        node.subscribe(
            JointState.type(robot.jointNames()),
            input.topic,
            Qos.RELIABLE,
            m -> post(input, m.position, m.position.length));
      }
      case RANGE_SCAN -> scan(node, t, Scan.LASER);
      case HEIGHT_SCAN -> scan(node, t, Scan.ARRAY);
      default -> throw new IllegalStateException(t.kind().code() + " has no topic");
    }
  }

  private void numbers(
      RosNode node, ObservationTerm t, MessageType<StampedNumbers> type, int numbers) {
    Input input = new Input(t, numbers, numbers);
    inputs.add(input);
    Qos qos = t.kind().isSensor() ? Qos.STATE : Qos.RELIABLE;
    node.subscribe(type, input.topic, qos, m -> post(input, m.values, numbers));
  }

  private void scan(RosNode node, ObservationTerm t, MessageType<Scan> type) {
    int numbers = t.source().numbers();
    Input input = new Input(t, numbers, numbers);
    inputs.add(input);
    node.subscribe(
        type,
        input.topic,
        Qos.STATE,
        m -> {
          Arrival draft = input.arrivals.draft();
          for (int k = 0; k < Math.min(m.count, numbers); k++) {
            draft.values[k] = m.values[k];
          }
          draft.count = m.count;
          draft.nanos = NodeClock.nanos();
          input.arrivals.post();
        });
  }

  private static void post(Input input, double[] values, int count) {
    Arrival draft = input.arrivals.draft();
    System.arraycopy(values, 0, draft.values, 0, count);
    draft.count = count;
    draft.nanos = NodeClock.nanos();
    input.arrivals.post();
  }

  /**
   * Writes what has arrived; on the policy's thread.
   *
   * @param state overwritten
   * @param now ns
   * @return whether all of it is there, fresh, finite and of the right count
   */
  public boolean refresh(PolicyState state, long now) {
    for (Input in : inputs) {
      in.seen |= in.arrivals.take();
      Arrival last = in.arrivals.latest();
      String wrong = wrong(in, last, now);
      if (!wrong.isEmpty()) {
        refusal = wrong;
        return false;
      }
      write(in, last.values, state);
    }
    return true;
  }

  private static String wrong(Input in, Arrival last, long now) {
    if (!in.seen) {
      return "nothing has arrived on " + in.topic + " yet";
    }
    if (last.count != in.numbers) {
      return "a message on "
          + in.topic
          + " has "
          + last.count
          + " numbers, and the policy's description says "
          + in.numbers;
    }
    double age = 1e-9 * (now - last.nanos);
    if (in.maxAge > 0 && age > in.maxAge) {
      return String.format(
          Locale.ROOT,
          "the last message on %s came %.2f s ago, allowed is %s s (max_age)",
          in.topic,
          age,
          in.maxAge);
    }
    for (double v : last.values) {
      if (!Double.isFinite(v)) {
        return "a message on " + in.topic + " has a number that is not finite";
      }
    }
    return "";
  }

  private static void write(Input in, double[] v, PolicyState state) {
    switch (in.kind) {
      case WRENCH -> System.arraycopy(v, 0, state.wrench, 0, 6);
      case COMMAND_JOINT_POSITION -> System.arraycopy(v, 0, state.goalJoints, 0, v.length);
      case RANGE_SCAN -> System.arraycopy(v, 0, state.ranges, 0, v.length);
      case HEIGHT_SCAN -> System.arraycopy(v, 0, state.heights, 0, v.length);
      default -> {
        System.arraycopy(v, 0, state.goal, 0, 3);
        System.arraycopy(v, 3, state.goalQuaternion, 1, 3);
        state.goalQuaternion[0] = v[6];
      }
    }
  }

  /** Whether a topic brings a commanded pose. */
  boolean hasPose() {
    return pose;
  }

  /** Why the policy was not asked last, as one sentence; empty before. */
  public String refusal() {
    return refusal;
  }
}
