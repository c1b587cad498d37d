package org.reins.launch.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.reins.filter.Envelope;
import org.reins.filter.EnvelopeLevels;
import org.reins.launch.process.NodeProcess;
import org.reins.launch.report.Progress;
import org.reins.node.embedded.EmbeddedBackend;
import org.reins.node.json.Json;
import org.reins.node.messages.CommandArray;
import org.reins.node.messages.EnvelopeUpdate;
import org.reins.node.messages.JointState;
import org.reins.node.messages.PolicyAction;
import org.reins.node.parameters.Parameter;
import org.reins.node.parameters.ParameterServices;
import org.reins.node.parameters.ParameterValue;
import org.reins.node.process.NodeClock;
import org.reins.node.process.RealTime;
import org.reins.node.ros.NodeNames;
import org.reins.node.ros.Qos;
import org.reins.node.ros.RosClient;
import org.reins.node.ros.RosNode;
import org.reins.node.ros.RosPublisher;
import org.reins.robot.ReinsException;
import org.reins.robot.file.RobotFiles;
import org.reins.robot.model.RobotModel;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** From a state on the wire to the command on the wire, between two processes. */
@Command(
    name = "roundtrip",
    description =
        "Times a state sent over DDS to another process and the command sent back, at up to 1 kHz:"
            + " through the controller node, and through a process that only echoes.",
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
final class RoundTripBenchCommand implements Callable<Integer> {
  private static final int WARM_UP = 3_000;
  private static final long PERIOD = 1_000_000;
  private static final long PATIENCE = 20_000_000;
  private static final long ANSWERS_IN = 60_000_000_000L;
  private static final int FIFO_PRIORITY = 45;

  @Option(names = "--trips", description = "Round trips of each kind, 100 to 1000000.")
  private int trips = 20_000;

  @Option(names = "--domain", description = "DDS domain, 0 to 101.")
  private int domain = 87;

  @Option(names = "--json", description = "JSON file for the figures.")
  private Path json;

  private final RobotModel panda = RobotFiles.load("panda");
  private final JointState state = new JointState(panda.dof());
  private volatile long answered;
  private int lost;

  /** For the command line. */
  RoundTripBenchCommand() {}

  /** For another benchmark that needs the same measurement in its own run. */
  RoundTripBenchCommand(int trips, int domain) {
    this.trips = trips;
    this.domain = domain;
    System.arraycopy(panda.posture(), 0, state.position, 0, panda.dof());
  }

  /**
   * Times the way through the filter over topics, and prints a line.
   *
   * @param figures written to
   */
  Samples throughFilter(Path folder, ObjectNode figures) throws Exception {
    return measure("safety_filter", "over topics", folder, false, figures);
  }

  @Override
  public Integer call() throws Exception {
    if (trips < 100 || trips > 1_000_000) {
      throw new ReinsException("--trips is " + trips + ": allowed is 100 to 1000000");
    }
    System.arraycopy(panda.posture(), 0, state.position, 0, panda.dof());
    Path folder = Files.createTempDirectory("reins-roundtrip");
    ObjectNode figures = Json.MAPPER.createObjectNode();
    HostInfo.put(figures);
    System.out.println(HostInfo.describe());
    System.out.printf("%-28s %9s %9s %9s %9s%n", "us", "median", "p99", "p99.9", "lost");
    Samples echo = measure("echo", "bare echo", folder, false, figures.putObject("echo_us"));
    Samples filter =
        measure(
            "safety_filter", "through the filter", folder, false, figures.putObject("filter_us"));
    measure(
        "safety_filter",
        "while parameters are set",
        folder,
        true,
        figures.putObject("filter_with_sets_us"));
    System.out.printf(
        Locale.ROOT,
        "filter / echo: median %.2f, p99 %.2f%n",
        filter.median() / echo.median(),
        filter.micros(0.99) / echo.micros(0.99));
    if (json != null) {
      Json.write(json, figures);
    }
    return 0;
  }

  private Samples measure(String node, String what, Path folder, boolean sets, ObjectNode figures)
      throws Exception {
    try (NodeProcess process = new NodeProcess(node, folder, domain, List.of());
        RosNode ros = new EmbeddedBackend(domain).createNode(NodeNames.of("robot"))) {
      RosPublisher<JointState> states =
          ros.publisher(JointState.type(panda.jointNames()), "/joint_states", Qos.COMMAND);
      ros.subscribe(
          CommandArray.type(panda.dof()),
          "/effort_controller/commands",
          Qos.STATE,
          m -> answered = NodeClock.nanos());
      Surroundings others = new Surroundings(ros, sets);
      RealTime.tryFifo(FIFO_PRIORITY);
      awaitAnswers(process, states, others);
      Samples samples = new Samples(trips);
      Progress progress = new Progress(System.err, what);
      for (int k = -WARM_UP; k < trips; k++) {
        if (k == 0) {
          samples.clear();
          lost = 0;
        }
        long begin = trip(states, samples);
        others.tick(state.header.stampNanos);
        LockSupport.parkNanos(Math.max(1, begin + PERIOD - NodeClock.nanos()));
        progress.at((double) (k + WARM_UP) / (trips + WARM_UP), "timing");
      }
      progress.done();
      System.out.printf(
          Locale.ROOT,
          "%-28s %9.0f %9.0f %9.0f %9d%n",
          what,
          samples.median(),
          samples.micros(0.99),
          samples.micros(0.999),
          lost);
      samples.put(figures);
      figures.put("lost", lost);
      if (node.equals("safety_filter")) {
        tellLoop(process, others, figures);
      }
      return samples;
    }
  }

  /** Reads the loop's own counters, once it has ended. */
  private static void tellLoop(NodeProcess process, Surroundings others, ObjectNode figures)
      throws Exception {
    process.close();
    JsonNode loop = Json.read(process.report());
    figures.put("sets", others.sets);
    figures.put("cycles", loop.path("cycles").asLong());
    figures.put("deadline_misses", loop.path("deadline_misses").asLong());
    figures.put("late_commands", loop.path("late_commands").asLong());
    figures.put("bytes_per_cycle", loop.path("bytes_per_cycle").asDouble());
    System.out.printf(
        Locale.ROOT,
        "    %d atomic sets, %d cycles: %d late commands, %d deadline misses, %.3f bytes a cycle%n",
        others.sets,
        loop.path("cycles").asLong(),
        loop.path("late_commands").asLong(),
        loop.path("deadline_misses").asLong(),
        loop.path("bytes_per_cycle").asDouble());
  }

  /** One state and its command, with the start time. */
  private long trip(RosPublisher<JointState> states, Samples samples) {
    state.header.stampNanos = NodeClock.wallNanos();
    answered = 0;
    long begin = NodeClock.nanos();
    states.publish(state);
    long answer = answered;
    while (answer == 0 && NodeClock.nanos() - begin < PATIENCE) {
      Thread.onSpinWait();
      answer = answered;
    }
    if (answer == 0) {
      lost++;
    } else {
      samples.add(answer - begin);
    }
    return begin;
  }

  private void awaitAnswers(
      NodeProcess process, RosPublisher<JointState> states, Surroundings others)
      throws InterruptedException {
    long until = NodeClock.nanos() + ANSWERS_IN;
    answered = 0;
    while (answered == 0) {
      if (!process.isAlive() || NodeClock.nanos() > until) {
        throw new ReinsException("the other process does not answer: " + process.log());
      }
      state.header.stampNanos = NodeClock.wallNanos();
      states.publish(state);
      others.tick(state.header.stampNanos);
      TimeUnit.MILLISECONDS.sleep(1);
    }
  }

  /** A policy that holds the posture, and a planner. */
  private final class Surroundings {
    private final RosPublisher<PolicyAction> actions;
    private final RosPublisher<EnvelopeUpdate> envelopes;
    private final PolicyAction action = new PolicyAction(panda.dof());
    private final EnvelopeUpdate update = new EnvelopeUpdate();
    private final RosClient<List<Parameter>, ParameterServices.Result> client;
    private long next;
    private CompletableFuture<ParameterServices.Result> asked =
        CompletableFuture.failedFuture(new IllegalStateException("no request was sent yet"));
    private int sets;

    Surroundings(RosNode ros, boolean setting) {
      client =
          setting
              ? ros.client(
                  ParameterServices.SET_ATOMICALLY, "/safety_filter/set_parameters_atomically")
              : null;
      actions =
          ros.publisher(PolicyAction.type(panda.jointNames()), "/policy/action", Qos.RELIABLE);
      envelopes = ros.publisher(EnvelopeUpdate.TYPE, "/envelope_planner/envelope", Qos.LATCHED);
      System.arraycopy(panda.posture(), 0, action.target, 0, panda.dof());
      Arrays.fill(action.stiffness, 100);
      Envelope base = EnvelopeLevels.DEFAULT.base();
      update.speedScale = base.speedScale();
      update.stiffnessScale = base.stiffnessScale();
      update.margin = base.margin();
    }

    /** Sends both at 50 Hz, between two trips, and sets two parameters atomically if requested. */
    void tick(long stamp) {
      if (NodeClock.nanos() - next > 0) {
        next = NodeClock.nanos() + 20_000_000;
        action.header.stampNanos = stamp;
        actions.publish(action);
        update.header.stampNanos = stamp;
        envelopes.publish(update);
        if (client != null && client.isReady()) {
          double share = 0.5 + 0.4 * (sets % 10) / 10;
          if (asked.isDone()) {
            sets += asked.isCompletedExceptionally() ? 0 : 1;
            asked =
                client.call(
                    List.of(
                        new Parameter("envelope.stiffness_scale", ParameterValue.of(share)),
                        new Parameter("filter.alpha", ParameterValue.of(20 * share))));
          }
        }
      }
    }
  }
}
