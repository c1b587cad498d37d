package org.reins.node.filter;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.reins.filter.EnvelopeLevels;
import org.reins.node.NodeShell;
import org.reins.node.arm.ArmControl;
import org.reins.node.inprocess.InProcessBackend;
import org.reins.node.lifecycle.LifecycleServices;
import org.reins.node.lifecycle.LifecycleState;
import org.reins.node.messages.CommandArray;
import org.reins.node.messages.Diagnostics;
import org.reins.node.messages.FilterDetail;
import org.reins.node.messages.JointState;
import org.reins.node.page.PageControls;
import org.reins.node.page.RosControls;
import org.reins.node.parameters.ParameterValue;
import org.reins.node.process.NodeClock;
import org.reins.node.ros.NodeNames;
import org.reins.node.ros.Qos;
import org.reins.node.ros.RosNode;
import org.reins.node.ros.RosPublisher;
import org.reins.robot.file.RobotFiles;
import org.reins.robot.model.RobotModel;

/** What a page hears of a running filter, and what it may do to it. */
@Tag("realtime")
class PageOfAFilterTest {
  private static final long PERIOD = 1_000_000;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final RobotModel panda = RobotFiles.load("panda");
  private final InProcessBackend backend = new InProcessBackend();
  private final RosNode world = backend.createNode(NodeNames.of("world"));
  private final RosNode page = backend.createNode(NodeNames.of("page"));
  private final RosPublisher<JointState> states =
      world.publisher(JointState.type(panda.jointNames()), "/joint_states", Qos.STATE);
  private final JointState state = new JointState(panda.dof());
  private final BlockingQueue<FilterDetail> details = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> responses = new LinkedBlockingQueue<>();
  private volatile boolean fed = true;
  private final RosControls controls = new RosControls(page, "/safety_filter");
  private NodeShell shell;
  private FilterNode node;

  private void activate() throws Exception {
    Map<String, ParameterValue> all = new LinkedHashMap<>();
    all.put("autostart", ParameterValue.of(false));
    all.put("action_timeout", ParameterValue.of(1.0));
    all.put("envelope.timeout", ParameterValue.of(10.0));
    System.arraycopy(panda.posture(), 0, state.position, 0, panda.dof());
    shell = NodeShell.of(backend.createNode(NodeNames.of("safety_filter")), "safety_filter", all);
    node = new FilterNode(shell, EnvelopeLevels.DEFAULT, ArmControl.kind(PandaFilter::load));
    page.subscribe(
        FilterDetail.TYPE, "/safety_filter/detail", Qos.STATE, m -> details.add(m.value));
    page.subscribe(
        Diagnostics.TYPE,
        "/diagnostics",
        Qos.RELIABLE,
        m -> responses.add(m.value.value(Diagnostics.RESPONSES)));
    world.subscribe(
        CommandArray.type(panda.dof()), "/effort_controller/commands", Qos.STATE, m -> {});
    PolicyAndPlanner inputs = new PolicyAndPlanner(world, "safety_filter");
    change("configure");
    Thread robot = new Thread(this::feed, "robot");
    robot.setDaemon(true);
    robot.start();
    inputs.awaitStates();
    for (int k = 0; k < 100 && node.state() != LifecycleState.ACTIVE; k++) {
      change("activate");
    }
    assertEquals(LifecycleState.ACTIVE, node.state());
  }

  private void change(String label) throws Exception {
    world
        .client(LifecycleServices.CHANGE_STATE, "/safety_filter/change_state")
        .call(new LifecycleServices.Change(0, label))
        .get(60, TimeUnit.SECONDS);
  }

  private void feed() {
    EvenPace pace = new EvenPace(PERIOD);
    state.header.stampNanos = NodeClock.nanos();
    while (fed) {
      state.header.stampNanos += PERIOD;
      states.publish(state);
      pace.awaitNext();
    }
  }

  @AfterEach
  void end() {
    if (node != null) {
      node.close();
      shell.close();
    }
    fed = false;
    page.close();
    world.close();
  }

  private PageControls.Result act(String name, String value) throws Exception {
    JsonNode v = value == null ? null : JSON.readTree(value);
    return controls.act(name, v);
  }

  @Test
  void aCycleIsToldInDetail_andTheLoopsResponseTimesAreToldEachSecond() throws Exception {
    activate();
    FilterDetail detail = details.poll(60, TimeUnit.SECONDS);
    assertEquals(panda.jointNames(), detail.names());
    assertArrayEquals(panda.posture(), detail.position(), 1e-12);
    for (double torque : detail.command()) {
      assertTrue(Double.isFinite(torque));
    }
    assertTrue(Double.isNaN(detail.orientation()[0]), "an arm has no orientation");
    assertTrue(Double.isNaN(detail.person()[0]), "no constraint needs a person");
    String told = responses.poll(60, TimeUnit.SECONDS);
    while (told != null && told.isEmpty()) {
      told = responses.poll(60, TimeUnit.SECONDS);
    }
    String[] times = told.split(" / ", -1);
    assertEquals(3, times.length);
    assertTrue(Long.parseLong(times[0]) <= Long.parseLong(times[1]), told);
    assertTrue(Long.parseLong(times[1]) <= Long.parseLong(times[2]), told);
  }

  @Test
  void theControlsAreTheFiltersOwnServices_withTheirRefusals() throws Exception {
    activate();
    assertEquals(new PageControls.Result(true, "paused"), act("pause", null));
    assertEquals(new PageControls.Result(true, "resumed"), act("resume", null));
    assertTrue(act("envelope.speed_scale", "0.3").done());
    assertEquals(0.3, shell.snapshot().number("envelope.speed_scale"));
    for (String wrong : new String[] {"3", "-1", "\"0.5\"", "null", "[0.5]", "true", "1e999"}) {
      assertFalse(act("envelope.speed_scale", wrong).done(), wrong);
    }
    assertFalse(act("envelope.max_level", "1.5").done());
    assertFalse(act("filtering", "false").done(), "the page offers no such control");
    assertFalse(act("profile", "\"wild\"").done());
    assertEquals(0.3, shell.snapshot().number("envelope.speed_scale"));
    assertTrue(act("emergency_stop", null).done());
    assertTrue(node.state() == LifecycleState.ACTIVE);
    PageControls.Result reset = act("reset_fault", null);
    assertTrue(reset.message().startsWith("reset") || reset.message().startsWith("not reset"));
  }

  @Test
  void withoutAFilterEachControlSaysThatNobodyAnswers() throws Exception {
    PageControls.Result result = act("emergency_stop", null);
    assertFalse(result.done());
    assertTrue(result.message().contains("use the robot's own stop"), result.message());
    assertFalse(act("envelope.speed_scale", "0.3").done());
    assertFalse(controls.offered().isEmpty());
  }
}
