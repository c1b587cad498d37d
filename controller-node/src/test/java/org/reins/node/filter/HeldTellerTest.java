package org.reins.node.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.reins.node.NodeShell;
import org.reins.node.inprocess.InProcessBackend;
import org.reins.node.messages.Log;
import org.reins.node.ros.NodeNames;
import org.reins.node.ros.Qos;
import org.reins.node.ros.RosNode;

class HeldTellerTest {
  private final InProcessBackend backend = new InProcessBackend();
  private final RosNode world = backend.createNode(NodeNames.of("world"));
  private final NodeShell shell =
      NodeShell.of(backend.createNode(NodeNames.of("safety_filter")), "safety_filter", Map.of());
  private final LinkedBlockingQueue<String> said = new LinkedBlockingQueue<>();
  private final HeldTeller teller = new HeldTeller(shell.log());

  @AfterEach
  void close() {
    shell.close();
    world.close();
  }

  @Test
  void whatLastsIsToldOnce_withItsEnd_andALapseIsNotTold() {
    world.subscribe(Log.TYPE, "/rosout", Qos.LOG, m -> said.add(m.value.text()));
    teller.tell("a lapse");
    teller.tell("");
    for (int k = 1; k <= 5; k++) {
      teller.tell(k + " refused");
    }
    teller.tell("");
    teller.tell("");
    assertEquals(
        List.of("held: 2 refused", "no longer held: the inputs arrive again"), List.copyOf(said));
  }
}
