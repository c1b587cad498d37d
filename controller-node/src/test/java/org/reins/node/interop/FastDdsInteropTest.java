package org.reins.node.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.reins.filter.EnvelopeLevels;
import org.reins.node.NodeShell;
import org.reins.node.arm.ArmControl;
import org.reins.node.embedded.EmbeddedBackend;
import org.reins.node.filter.FilterNode;
import org.reins.node.filter.PandaFilter;
import org.reins.node.lifecycle.LifecycleState;
import org.reins.node.parameters.ParameterValue;
import org.reins.node.ros.NodeNames;

/** The controller node's services, asked by a process on Debian's Fast DDS as rmw_fastrtps asks. */
@Tag("interop")
class FastDdsInteropTest {
  private static final int DOMAIN = 95;

  private NativePeer peer;
  private NodeShell shell;
  private FilterNode node;

  @BeforeEach
  void start() throws Exception {
    peer = NativePeer.onFastDds(DOMAIN);
    shell =
        NodeShell.of(
            new EmbeddedBackend(DOMAIN).createNode(NodeNames.of("safety_filter")),
            "safety_filter",
            Map.of("autostart", ParameterValue.of(false)));
    node = new FilterNode(shell, EnvelopeLevels.DEFAULT, ArmControl.kind(PandaFilter::load));
  }

  @AfterEach
  void end() {
    if (node != null) {
      node.close();
      shell.close();
    }
  }

  @Test
  void parametersAreSetAndGotten() throws Exception {
    assertEquals("1", peer.ask("set", "/safety_filter", "envelope.speed_scale", "0.25"));
    assertEquals("type 3 double 0.25", peer.ask("get", "/safety_filter", "envelope.speed_scale"));
    assertEquals(
        "0 envelope.speed_scale is 7.0: allowed is 0.05 to 1.0",
        peer.ask("set", "/safety_filter", "envelope.speed_scale", "7"));
    assertEquals(0.25, shell.snapshot().number("envelope.speed_scale"));
  }

  @Test
  void theLifecycleIsDriven() throws Exception {
    assertEquals("1 unconfigured", peer.ask("state", "/safety_filter"));
    assertEquals("1", peer.ask("change", "/safety_filter", "configure"));
    assertEquals("2 inactive", peer.ask("state", "/safety_filter"));
    assertEquals("0", peer.ask("change", "/safety_filter", "activate"), "no inputs");
    assertEquals(LifecycleState.INACTIVE, node.state());
  }
}
