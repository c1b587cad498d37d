package org.reins.node.messages;

import java.util.List;
import org.reins.node.ros.CdrReader;
import org.reins.node.ros.CdrWriter;
import org.reins.node.ros.MessageType;

/** {@code reins_msgs/PolicyAction}: joint targets with stiffness. */
public final class PolicyAction {
  /** Stamp of the state that the policy saw. */
  public final Header header = new Header();

  /** Joint targets, rad. */
  public final double[] target;

  /** Stiffness, N·m/rad. */
  public final double[] stiffness;

  /** Makes one for n joints. */
  public PolicyAction(int n) {
    target = new double[n];
    stiffness = new double[n];
  }

  /** The type for a robot's joints; one instance an endpoint. */
  public static MessageType<PolicyAction> type(List<String> joints) {
    NamedJoints names = new NamedJoints(joints);
    return new MessageType<>() {
      @Override
      public String name() {
        return "reins_msgs::msg::dds_::PolicyAction_";
      }

      @Override
      public int maxSize() {
        return 4096;
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
        m.header.read(in);
        return names.read(in)
            && names.readValues(in, m.target)
            && names.readValues(in, m.stiffness);
      }
    };
  }
}
