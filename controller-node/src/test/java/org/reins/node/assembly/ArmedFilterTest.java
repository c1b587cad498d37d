package org.reins.node.assembly;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.reins.filter.FilterAction;
import org.reins.filter.FilterReason;
import org.reins.node.NodeShell;
import org.reins.node.arguments.RosArguments;
import org.reins.node.filter.EvenPace;
import org.reins.node.filter.FilterNode;
import org.reins.node.filter.PolicyAndPlanner;
import org.reins.node.inprocess.InProcessBackend;
import org.reins.node.lifecycle.LifecycleServices;
import org.reins.node.lifecycle.LifecycleState;
import org.reins.node.messages.CommandArray;
import org.reins.node.messages.FilterStatus;
import org.reins.node.messages.JointState;
import org.reins.node.messages.Log;
import org.reins.node.messages.StandardServices;
import org.reins.node.parameters.Parameter;
import org.reins.node.parameters.ParameterValue;
import org.reins.node.process.NodeClock;
import org.reins.node.process.NodeFaults;
import org.reins.node.ros.NodeNames;
import org.reins.node.ros.Qos;
import org.reins.node.ros.RosNode;
import org.reins.node.ros.RosPublisher;
import org.reins.node.signing.SigningException;
import org.reins.robot.file.RobotFiles;
import org.reins.robot.model.RobotModel;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command signs, and a real filter with a real barrier drives as it was signed or not. */
@Tag("realtime")
@Timeout(300)
class ArmedFilterTest {
  private static final long PERIOD = 1_000_000;

  @TempDir private Path folder;
  private final RobotModel panda = RobotFiles.load("panda");
  private final InProcessBackend backend = new InProcessBackend();
  private final RosNode world = backend.createNode(NodeNames.of("world"));
  private final RosPublisher<JointState> states =
      world.publisher(JointState.type(panda.jointNames()), "/joint_states", Qos.STATE);
  private final BlockingQueue<int[]> statuses = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> logs = new LinkedBlockingQueue<>();
  private final Map<String, ParameterValue> parameters = new LinkedHashMap<>();
  private volatile boolean fed = true;
  private Path barrier;
  private PolicyAndPlanner inputs;
  private NodeShell shell;
  private FilterNode node;

  /** The command line without its other commands. */
  @Command(name = "reins", subcommands = ArmCommand.class)
  private static final class Host implements NodeHost {
    @Override
    public RosArguments rosArguments() {
      return RosArguments.parse(
          List.of("--ros-args", "-p", "action_timeout:=0.3", "-p", "autostart:=false"));
    }

    @Override
    public NodeFaults.NodeEnd guardProcess() {
      return NodeFaults.NodeEnd.NONE;
    }
  }

  private static int reins(String... words) {
    return new CommandLine(new Host()).execute(words);
  }

  @BeforeEach
  void sign() throws IOException {
    barrier = folder.resolve("barrier.safetensors");
    Files.write(barrier, BuiltInModels.bytes(BuiltInModels.require("panda").barrier()));
    Path robot = Files.writeString(folder.resolve("robot.yaml"), RobotFiles.text("panda"));
    Path policy = folder.resolve("policy.onnx");
    Files.write(policy, BuiltInModels.bytes(BuiltInModels.require("panda").policy()));
    Path key = folder.resolve("me.key");
    Path receipt = folder.resolve("receipt.json");
    assertEquals(0, reins("arm", "keygen", key.toString()));
    List<String> words = new ArrayList<>(List.of("arm", "--key", key.toString()));
    words.addAll(List.of("--robot", robot.toString(), "--barrier", barrier.toString()));
    words.addAll(List.of("--policy", policy.toString(), "--out", receipt.toString()));
    assertEquals(0, reins(words.toArray(String[]::new)));
    assertEquals(0, reins("arm", "verify", receipt.toString(), "--public-key", key + ".pub"));
    parameters.put("robot", ParameterValue.of(robot.toString()));
    parameters.put("barrier", ParameterValue.of(barrier.toString()));
    parameters.put("require_receipt", ParameterValue.of(receipt.toString()));
    parameters.put("receipt_key", ParameterValue.of(key + ".pub"));
    parameters.put("action_timeout", ParameterValue.of(0.3));
    parameters.put("autostart", ParameterValue.of(false));
  }

  private void configure() throws Exception {
    world.subscribe(
        FilterStatus.TYPE,
        "/safety_filter/status",
        Qos.RELIABLE,
        m -> statuses.add(new int[] {m.action, m.reason}));
    world.subscribe(
        CommandArray.type(panda.dof()), "/effort_controller/commands", Qos.STATE, m -> {});
    world.subscribe(Log.TYPE, "/rosout", Qos.LOG, m -> logs.add(m.value.text()));
    shell =
        NodeShell.of(
            backend.createNode(NodeNames.of("safety_filter")), "safety_filter", parameters);
    node = FilterAssembly.node(shell);
    assertTrue(change("configure"));
    inputs = new PolicyAndPlanner(world, "safety_filter");
    Thread robot = new Thread(this::feed, "robot");
    robot.setDaemon(true);
    robot.start();
    inputs.awaitStates();
  }

  /** A robot that stands still; its own time passes evenly. */
  private void feed() {
    JointState state = new JointState(panda.dof());
    System.arraycopy(panda.posture(), 0, state.position, 0, panda.dof());
    state.header.stampNanos = NodeClock.nanos();
    EvenPace pace = new EvenPace(PERIOD);
    while (fed) {
      state.header.stampNanos += PERIOD;
      states.publish(state);
      pace.awaitNext();
    }
  }

  private boolean change(String label) throws Exception {
    return world
        .client(LifecycleServices.CHANGE_STATE, "/safety_filter/change_state")
        .call(new LifecycleServices.Change(0, label))
        .get(60, TimeUnit.SECONDS);
  }

  /** A busy machine may hold states up for a moment: then the filter asks to try again. */
  private void activate() throws Exception {
    for (int k = 0; k < 100 && node.state() != LifecycleState.ACTIVE; k++) {
      change("activate");
    }
    assertEquals(LifecycleState.ACTIVE, node.state(), () -> String.join("\n", logs));
  }

  private StandardServices.Outcome reset() throws Exception {
    return world
        .client(StandardServices.TRIGGER, "/safety_filter/reset_fault")
        .call(true)
        .get(60, TimeUnit.SECONDS);
  }

  private void resume() throws Exception {
    StandardServices.Outcome outcome = reset();
    for (int k = 0; k < 200 && !outcome.success(); k++) {
      // The next look finds the files as they were.
      TimeUnit.MILLISECONDS.sleep(50);
      outcome = reset();
    }
    assertTrue(outcome.success(), outcome.message());
  }

  /**
   * Waits until the robot is stopped and the reason is said; returns how long it took, ms. On a
   * busy machine it may have been stopped for a delay before, which the status then names.
   */
  private long awaitStop(String said) throws InterruptedException {
    long from = NodeClock.nanos();
    requireLog(said);
    statuses.clear();
    int[] status = statuses.poll(30, TimeUnit.SECONDS);
    while (status != null && status[0] != FilterAction.STOP.code()) {
      status = statuses.poll(30, TimeUnit.SECONDS);
    }
    assertNotNull(status, "statuses stopped");
    assertTrue(
        status[1] == FilterReason.NOT_AS_SIGNED.code()
            || status[1] == FilterReason.LOOP_STALLED.code()
            || status[1] == FilterReason.STATE_STALE.code(),
        () -> "reason of the stop");
    return (NodeClock.nanos() - from) / 1_000_000;
  }

  private void requireLog(String what) throws InterruptedException {
    String line = logs.poll(30, TimeUnit.SECONDS);
    while (line != null && !line.contains(what)) {
      line = logs.poll(30, TimeUnit.SECONDS);
    }
    assertNotNull(line, "never said: " + what);
  }

  private void flipBarrier() throws IOException {
    byte[] bytes = Files.readAllBytes(barrier);
    bytes[bytes.length / 2] ^= 1;
    Files.write(barrier, bytes);
  }

  @AfterEach
  void end() {
    fed = false;
    if (inputs != null) {
      inputs.close();
    }
    if (node != null) {
      node.close();
      shell.close();
    }
    world.close();
  }

  @Test
  void asSignedItDrives_withOneByteChangedItStops_andGoesOnWhenThatIsUndone() throws Exception {
    configure();
    activate();
    flipBarrier();
    System.out.println(
        "stopped " + awaitStop("stops: receipt") + " ms after a byte of the barrier was changed");
    StandardServices.Outcome refused = reset();
    assertFalse(refused.success());
    assertTrue(refused.message().contains("barrier " + barrier), refused.message());
    flipBarrier();
    resume();
    assertEquals("", set(20));
    System.out.println("stopped " + awaitStop("stops: receipt") + " ms after a parameter was set");
    assertEquals("", set(12));
    resume();
    Files.delete(folder.resolve("receipt.json"));
    System.out.println(
        "stopped " + awaitStop("stops: receipt") + " ms after the receipt was removed");
  }

  private String set(double alpha) {
    return shell.parameters().set(List.of(new Parameter("filter.alpha", ParameterValue.of(alpha))));
  }

  @Test
  void withOneByteChangedItIsNotActivated_andSaysWhichPart() throws Exception {
    configure();
    flipBarrier();
    for (int k = 0; k < 3; k++) {
      assertFalse(change("activate"));
    }
    assertEquals(LifecycleState.INACTIVE, node.state());
    requireLog("barrier " + barrier + " is not the one that was signed");
    assertTrue(statuses.isEmpty(), "nothing was sent");
  }

  @Test
  void thePolicyNodeStartsOnlyWithThePolicyThatWasSigned() throws Exception {
    Path policy = folder.resolve("policy.onnx");
    Map<String, ParameterValue> own = new LinkedHashMap<>();
    for (String name : List.of("robot", "require_receipt", "receipt_key")) {
      own.put(name, parameters.get(name));
    }
    own.put("policy", ParameterValue.of(policy.toString()));
    shell = NodeShell.of(backend.createNode(NodeNames.of("policy")), "policy_runner", own);
    PolicyAssembly.node(shell).close();
    Path other = folder.resolve("other.onnx");
    Files.copy(policy, other);
    byte[] bytes = Files.readAllBytes(policy);
    bytes[bytes.length / 2] ^= 1;
    Files.write(policy, bytes);
    SigningException e = assertThrows(SigningException.class, () -> PolicyAssembly.node(shell));
    assertTrue(e.getMessage().contains("policy " + policy + " is not the one"), e.getMessage());
    shell.close();
    own.put("policy", ParameterValue.of(other.toString()));
    shell = NodeShell.of(backend.createNode(NodeNames.of("policy")), "policy_runner", own);
    PolicyAssembly.node(shell).close();
    shell.close();
    shell = null;
  }

  @Test
  void aReceiptWithoutAKeyToCheckItWithIsRefusedAtOnce() {
    parameters.remove("receipt_key");
    shell =
        NodeShell.of(
            backend.createNode(NodeNames.of("safety_filter")), "safety_filter", parameters);
    RuntimeException e = assertThrows(RuntimeException.class, () -> FilterAssembly.node(shell));
    assertTrue(e.getMessage().contains("receipt_key is none"), e.getMessage());
    shell.close();
  }
}
