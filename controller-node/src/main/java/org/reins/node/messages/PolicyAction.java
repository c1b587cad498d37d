package org.reins.node.messages;

import java.util.List;
import org.reins.node.ros.CdrReader;
import org.reins.node.ros.CdrWriter;
import org.reins.node.ros.MessageType;

/** {@code reins_msgs/PolicyAction}: joint targets with stiffness. */
public final class PolicyAction {
  private static final int MAX_SIZE = 16 * 1024;

  /** Stamp of the state that the policy saw. */
  public final Header header = new Header();

  /** Joint targets, rad. */
  public final double[] target;

  /** Stiffness, N·m/rad. */
  public final double[] stiffness;

  /** How the joints of the last message match the robot's. Not sent. */
  public final JointReport report;

  /** Makes a message for n joints. */
  public PolicyAction(int n) {
    report = new JointReport(n);
    target = new double[n];
    stiffness = new double[n];
  }

  /** The type for a robot's joints; one instance per endpoint. */
  public static MessageType<PolicyAction> type(List<String> joints) {
    NamedJoints names = new NamedJoints(joints, MAX_SIZE);
    return new MessageType<>() {
      @Override
      public String name() {
        return "reins_msgs::msg::dds_::PolicyAction_";
      }

      @Override
      public int maxSize() {
        return MAX_SIZE;
      }

      @Override
      public PolicyAction create() {
        return new PolicyAction(joints.size());
      }

      @Override
      public void write(PolicyAction m, CdrWriter out) {
        m.header.write(out);
        names.write(out);
        out.float64s(m.target, m.target.length);
        out.float64s(m.stiffness, m.stiffness.length);
      }

      @Override
      public boolean read(CdrReader in, PolicyAction m) {
        m.report.clear();
        m.header.read(in);
        return names.read(in, m.report)
            && names.readValues(in, m.target, m.report, "target")
            && names.readValues(in, m.stiffness, m.report, "stiffness")
            && m.report.fits();
      }
    };
  }
}
