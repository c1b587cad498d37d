package org.reins.node.messages;

import java.util.List;
import org.reins.filter.chunk.ActionChunk;
import org.reins.filter.chunk.ChunkKind;
import org.reins.node.ros.CdrReader;
import org.reins.node.ros.CdrWriter;
import org.reins.node.ros.MessageType;

/** {@code reins_msgs/PolicyChunk}: the next steps of joint targets. */
public final class PolicyChunk {
  private static final int MAX_SIZE = 64 * 1024;

  /** Stamp of the state that the policy saw. */
  public final Header header = new Header();

  /** The steps; its stamp is not used on writing, and that of the header on reading. */
  public final ActionChunk chunk;

  /** How the joints of the last message match the robot's. Not sent. */
  public final JointReport report;

  /** Makes a message for n joints. */
  public PolicyChunk(int n) {
    chunk = new ActionChunk(n);
    report = new JointReport(n);
  }

  /** The type for a robot's joints; one instance per endpoint. */
  public static MessageType<PolicyChunk> type(List<String> joints) {
    NamedJoints names = new NamedJoints(joints, MAX_SIZE);
    int n = joints.size();
    return new MessageType<>() {
      @Override
      public String name() {
        return "reins_msgs::msg::dds_::PolicyChunk_";
      }

      @Override
      public int maxSize() {
        return MAX_SIZE;
      }

      @Override
      public PolicyChunk create() {
        return new PolicyChunk(n);
      }

      @Override
      public void write(PolicyChunk m, CdrWriter out) {
        m.header.write(out);
        names.write(out);
        out.octet(m.chunk.kind.ordinal());
        out.float64(m.chunk.step);
        out.float64s(m.chunk.target, m.chunk.steps * n);
        out.float64s(m.chunk.stiffness, m.chunk.steps * n);
      }

      @Override
      public boolean read(CdrReader in, PolicyChunk m) {
        m.report.clear();
        m.header.read(in);
        if (!names.read(in, m.report)) {
          return false;
        }
        ActionChunk c = m.chunk;
        c.stampNanos = m.header.stampNanos;
        int kind = in.octet();
        // A kind that is not known makes the chunk unusable, and the check says so.
        c.kind = kind == 0 ? ChunkKind.POSITION : kind == 1 ? ChunkKind.VELOCITY : null;
        c.step = in.float64();
        c.steps = names.readRows(in, c.target, m.report, "target");
        int stiff = names.readRows(in, c.stiffness, m.report, "stiffness");
        if (c.steps < 0 || stiff < 0 || stiff != 1 && stiff != c.steps) {
          return false;
        }
        for (int k = stiff; k < c.steps; k++) {
          System.arraycopy(c.stiffness, 0, c.stiffness, k * n, n);
        }
        return in.ok() && m.report.fits();
      }
    };
  }
}
