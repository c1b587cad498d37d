package org.reins.node.assembly;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.reins.node.NodeShell;
import org.reins.node.filter.FilterNode;
import org.reins.node.inprocess.InProcessBackend;
import org.reins.node.lifecycle.LifecycleServices;
import org.reins.node.lifecycle.LifecycleState;
import org.reins.node.messages.StandardServices;
import org.reins.node.parameters.ParameterValue;
import org.reins.node.ros.NodeNames;
import org.reins.node.ros.RosNode;
import org.reins.node.ros.ServiceType;
import org.reins.node.walk.WalkingGo1;

/** The real node with a simulated Go1, which walks as fast as the node answers, recorded. */
final class RecordedGo1 implements AutoCloseable {
  private final InProcessBackend backend = new InProcessBackend();
  private final RosNode world = backend.createNode(NodeNames.of("world"));
  private final NodeShell shell;
  private final FilterNode node;
  final WalkingGo1 robot = new WalkingGo1(world);

  RecordedGo1(Path folder) {
    Map<String, ParameterValue> all = new LinkedHashMap<>();
    all.put("robot", ParameterValue.of("go1"));
    all.put("output.mode", ParameterValue.of("unitree"));
    all.put("autostart", ParameterValue.of(false));
    // The test sets the pace, and may be slow.
    all.put("action_timeout", ParameterValue.of(1.0));
    all.put("walk.command_timeout", ParameterValue.of(5.0));
    all.put("envelope.timeout", ParameterValue.of(10.0));
    all.put("record.folder", ParameterValue.of(folder.toString()));
    shell = NodeShell.of(backend.createNode(NodeNames.of("safety_filter")), "safety_filter", all);
    node = FilterAssembly.node(shell);
  }

  /** Configures and activates; states come all the while. */
  void start() throws Exception {
    assertTrue(
        ask(
                LifecycleServices.CHANGE_STATE,
                "change_state",
                new LifecycleServices.Change(0, "configure"))
            .get(60, TimeUnit.SECONDS));
    for (int k = 0; k < 3_000 && node.state() != LifecycleState.ACTIVE; k++) {
      meanwhile(
          ask(
              LifecycleServices.CHANGE_STATE,
              "change_state",
              new LifecycleServices.Change(0, "activate")));
    }
    assertEquals(LifecycleState.ACTIVE, node.state());
  }

  /** Stops the robot with the service: it lies down, and is not let go again. */
  void stop() throws Exception {
    assertTrue(meanwhile(ask(StandardServices.TRIGGER, "emergency_stop", true)).success());
    walk(100);
  }

  /** Takes so many steps of the robot. */
  void walk(int steps) throws InterruptedException {
    for (int k = 0; k < steps; k++) {
      robot.step();
    }
  }

  private <Q, R> CompletableFuture<R> ask(ServiceType<Q, R> type, String service, Q request) {
    return world.client(type, "/safety_filter/" + service).call(request);
  }

  private <R> R meanwhile(CompletableFuture<R> answer) throws Exception {
    do {
      robot.tell();
      LockSupport.parkNanos(1_000_000);
    } while (!answer.isDone());
    return answer.get();
  }

  @Override
  public void close() {
    node.close();
    shell.close();
    world.close();
  }
}
