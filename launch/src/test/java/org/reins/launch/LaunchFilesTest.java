package org.reins.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.reins.filter.FilterAction;
import org.reins.filter.FilterReason;
import org.reins.launch.inspect.ParamsCommand;
import org.reins.node.arguments.RosArguments;
import org.reins.node.filter.CycleDetail;
import org.reins.node.json.Json;
import org.reins.node.messages.EnvelopeState;
import org.reins.node.messages.EnvelopeUpdate;
import org.reins.node.messages.FilterDetail;
import org.reins.node.messages.FilterStatus;
import org.reins.node.messages.PolicyAction;
import org.reins.node.messages.PolicyChunk;
import org.reins.node.parameters.ParameterSpecs;
import org.reins.node.parameters.ParameterStore;
import org.reins.node.record.Definitions;
import org.reins.node.ros.CdrReader;
import org.reins.node.ros.CdrWriter;
import org.reins.node.ros.MessageType;
import org.reins.node.ros.NodeName;
import org.reins.node.ros.ValueMessage;
import org.reins.robot.file.RobotFiles;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The ament package, as far as it can be checked without ROS. */
class LaunchFilesTest {
  private static final Path SHARE = Path.of("reins").toAbsolutePath();

  private static JsonNode evaluate(String file, String... arguments) throws Exception {
    return evaluateWithout("", file, arguments);
  }

  /** On a machine where a package is not installed. */
  private static JsonNode evaluateWithout(String missing, String file, String... arguments)
      throws Exception {
    boolean there = hasPython();
    if (!there) {
      System.out.println("LaunchFilesTest skipped: it needs python3: apt-get install python3");
    }
    assumeTrue(there, "python3 is missing: apt-get install python3");
    List<String> command =
        new ArrayList<>(
            List.of(
                "python3",
                "-B",
                Path.of("src/test/python/evaluate_launch.py").toString(),
                SHARE.toString(),
                SHARE.resolve("launch").resolve(file).toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().put("REINS_TEST_MISSING", missing);
    Process p = builder.start();
    String output = new String(p.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(p.waitFor(60, TimeUnit.SECONDS));
    assertEquals(0, p.exitValue(), file);
    return Json.MAPPER.readTree(output);
  }

  private static boolean hasPython() throws InterruptedException {
    try {
      return new ProcessBuilder("python3", "--version").start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  /** Every file exists, and every parameter is declared by its node and of its type. */
  private static void check(JsonNode started) throws IOException {
    Set<String> ours = Set.copyOf(ParamsCommand.NODES);
    for (JsonNode n : started) {
      for (JsonNode f : n.path("files")) {
        assertTrue(Files.exists(Path.of(f.asText())), f.asText());
      }
      for (JsonNode a : n.path("arguments")) {
        if (a.asText().startsWith(SHARE.toString())) {
          assertTrue(Files.exists(Path.of(a.asText())), a.asText());
        }
      }
      boolean watchdog = n.path("executable").asText().equals("watchdog");
      if (n.path("package").asText().equals("reins") && !watchdog) {
        String node = n.path("executable").asText();
        assertTrue(ours.contains(node), node);
        ParameterSpecs specs = ParameterSpecs.ofNode(node);
        n.path("parameters")
            .properties()
            .forEach(
                e -> {
                  var spec = specs.byName().get(e.getKey());
                  assertTrue(spec != null, node + " has no parameter " + e.getKey());
                  assertEquals(
                      spec.defaultValue().value() instanceof Boolean, e.getValue().isBoolean());
                });
      }
    }
  }

  @Test
  void robotLaunchStartsFilterPlannerAndPolicyAndEndsWithTheFilter() throws Exception {
    JsonNode started =
        evaluate(
            "robot.launch.py",
            "policy:=built-in",
            "rviz:=true",
            "diagnostics:=true",
            "namespace:=arm");
    check(started);
    assertEquals(5, started.size());
    assertTrue(started.get(0).path("ends_the_launch").asBoolean());
    assertEquals("arm", started.get(1).path("namespace").asText());
    assertEquals(2, evaluate("robot.launch.py").size(), "no policy unless one is named");
  }

  @Test
  void whenAnOptionalPackageIsMissing_nothingIsStartedAndOneSentenceSaysSo() throws Exception {
    for (String[] one :
        new String[][] {{"rviz", "rviz2"}, {"diagnostics", "diagnostic_aggregator"}}) {
      JsonNode started = evaluateWithout(one[1], "robot.launch.py", one[0] + ":=true");
      assertEquals(1, started.size(), started.toString());
      assertEquals(
          one[0]
              + " is true and package "
              + one[1]
              + " is not installed: install it, or leave out "
              + one[0]
              + ":=true",
          started.get(0).path("error").asText());
      assertEquals(2, evaluateWithout(one[1], "robot.launch.py").size(), "nobody asked for it");
    }
  }

  @Test
  void aReplayedBagPlaysOnlyWhenTheFilterIsConfigured() throws Exception {
    JsonNode player = null;
    for (JsonNode n : evaluate("replay.launch.py", "bag:=/tmp/bag")) {
      player = n.path("command").toString().contains("\"play\"") ? n : player;
    }
    assertTrue(player != null);
    String after = player.path("after").toString();
    assertTrue(after.contains("ros2 lifecycle get /safety_filter"), after);
    assertTrue(after.contains("inactive"), after);
  }

  @Test
  void aGo1IsLaunchedWithParametersThatItsNodesTake() throws Exception {
    Path file = SHARE.resolve("config/go1.yaml");
    JsonNode started =
        evaluate(
            "robot.launch.py",
            "robot:=go1",
            "output_mode:=unitree",
            "policy:=built-in",
            "params_file:=" + file);
    check(started);
    assertEquals(3, started.size());
    RosArguments arguments =
        RosArguments.parse(List.of("--ros-args", "--params-file", file.toString()));
    for (String node : List.of("safety_filter", "envelope_planner")) {
      var values = arguments.parameters(new NodeName("/dog", node));
      ParameterStore store = new ParameterStore(ParameterSpecs.ofNode(node), values);
      assertFalse(values.isEmpty());
      values.forEach((name, value) -> assertEquals(value, store.snapshot().value(name), name));
    }
  }

  @Test
  void gazeboAndReplayLaunchNameOnlyWhatExists() throws Exception {
    JsonNode gazebo = evaluate("gazebo.launch.py", "urdf:=/tmp/panda.urdf");
    check(gazebo);
    assertTrue(gazebo.toString().contains("controllers/panda.yaml"), gazebo.toString());
    check(evaluate("replay.launch.py", "bag:=/tmp/bag"));
  }

  @Test
  void theDefaultParameterFileIsTheSpecificationAndIsAccepted() throws Exception {
    Path file = SHARE.resolve("config/reins.yaml");
    assertEquals(
        ParamsCommand.yaml(),
        Files.readString(file),
        "out of date: ./reins params > launch/reins/config/reins.yaml");
    RosArguments arguments =
        RosArguments.parse(List.of("--ros-args", "--params-file", file.toString()));
    for (String node : ParamsCommand.NODES) {
      ParameterSpecs specs = ParameterSpecs.ofNode(node);
      var values = arguments.parameters(new NodeName("/arm/left", node));
      assertEquals(specs.byName().keySet(), new TreeSet<>(values.keySet()));
      ParameterStore given = new ParameterStore(specs, values);
      ParameterStore defaults = new ParameterStore(specs, Map.of());
      for (String name : specs.byName().keySet()) {
        assertEquals(defaults.snapshot().value(name), given.snapshot().value(name));
      }
    }
  }

  @Test
  void theTableOfParametersIsTheSpecification() throws Exception {
    assertEquals(
        ParamsCommand.table(),
        Files.readString(Path.of("../docs/parameters.md")),
        "out of date: ./reins params --table > docs/parameters.md");
  }

  @Test
  void everyRobotHasItsControllersWithItsJoints() throws Exception {
    for (String robot : RobotFiles.builtIn()) {
      Path file = SHARE.resolve("config/controllers").resolve(robot + ".yaml");
      assertTrue(Files.exists(file), robot + " has no " + file);
      String yaml = Files.readString(file);
      for (String joint : RobotFiles.load(robot).jointNames()) {
        assertTrue(yaml.contains(joint), robot + ": " + joint);
      }
    }
  }

  @Test
  void everyYamlAndXmlAndJsonFileIsWellFormed() throws Exception {
    List<Path> files = new ArrayList<>();
    for (Path folder : List.of(SHARE, Path.of("reins_msgs"))) {
      try (Stream<Path> all = Files.walk(folder)) {
        all.filter(Files::isRegularFile).forEach(files::add);
      }
    }
    assertFalse(files.isEmpty());
    for (Path f : files) {
      String name = f.toString();
      if (name.endsWith(".yaml") || name.endsWith(".rviz")) {
        Load load = new Load(LoadSettings.builder().setLabel(name).build());
        // Those for Kubernetes hold several documents.
        load.loadAllFromString(Files.readString(f)).forEach(document -> assertNotNull(document));
      } else if (name.endsWith(".xml")) {
        DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(f.toFile());
      } else if (name.endsWith(".json")) {
        Json.MAPPER.readTree(f.toFile());
      }
    }
  }

  @Test
  void theSecurityPolicyLetsOnlyThePlannerPublishEnvelopesAndOnlyTheFilterCommand()
      throws Exception {
    String policy = Files.readString(SHARE.resolve("sros2/policy.xml"));
    Map<String, String> publishers =
        Map.of(
            "effort_controller/commands",
            "safety_filter",
            "envelope_planner/envelope",
            "envelope_planner",
            "policy/action",
            "policy_runner",
            "lowcmd",
            "safety_filter",
            "walk/action",
            "policy_runner");
    Matcher profile =
        Pattern.compile("<profile [^>]*node=\"(\\w+)\">(.*?)</profile>", Pattern.DOTALL)
            .matcher(policy);
    int profiles = 0;
    while (profile.find()) {
      profiles++;
      Matcher publish =
          Pattern.compile("<topics publish=\"ALLOW\">(.*?)</topics>", Pattern.DOTALL)
              .matcher(profile.group(2));
      assertTrue(publish.find());
      for (Map.Entry<String, String> e : publishers.entrySet()) {
        assertEquals(
            e.getValue().equals(profile.group(1)),
            publish.group(1).contains("<topic>" + e.getKey() + "</topic>"),
            profile.group(1) + " and " + e.getKey());
      }
    }
    assertEquals(3, profiles);
  }

  @Test
  void everyMessageIsListedForItsGenerator() throws Exception {
    String cmake = Files.readString(Path.of("reins_msgs/CMakeLists.txt"));
    try (Stream<Path> messages = Files.list(Path.of("reins_msgs/msg"))) {
      messages.forEach(
          m -> assertTrue(cmake.contains("\"msg/" + m.getFileName() + "\""), m.toString()));
    }
  }

  /** Whoever changes a message here must change the codec, and the other way round. */
  @Test
  void theReasonsOfAStatusAreThoseOfTheFilter() throws Exception {
    List<String> lines = Files.readAllLines(Path.of("reins_msgs/msg/FilterStatus.msg"));
    for (FilterReason reason : FilterReason.values()) {
      assertTrue(lines.contains("uint8 REASON_" + reason + "=" + reason.code()), reason.toString());
    }
    for (FilterAction action : FilterAction.values()) {
      assertTrue(lines.contains("uint8 " + action + "=" + action.code()), action.toString());
    }
  }

  @Test
  void theCodecsWriteWhatTheMessageFilesSay() throws Exception {
    requireLayout("FilterStatus", FilterStatus.TYPE, new FilterStatus());
    requireLayout("Envelope", EnvelopeUpdate.TYPE, new EnvelopeUpdate());
    requireLayout("PolicyAction", PolicyAction.type(List.of("a", "bcd", "e")), new PolicyAction(3));
    PolicyChunk chunk = new PolicyChunk(3);
    chunk.chunk.steps = 2;
    requireLayout("PolicyChunk", PolicyChunk.type(List.of("a", "bcd", "e")), chunk);
    ValueMessage<EnvelopeState> state = new ValueMessage<>();
    state.value = new EnvelopeState(1, 2, 3, 4, 5, 0, 1, 2, 0, true);
    requireLayout("EnvelopeState", EnvelopeState.TYPE, state);
    ValueMessage<FilterDetail> detail = new ValueMessage<>();
    detail.value = new CycleDetail(7).message(RobotFiles.load("panda").jointNames(), List.of(), 1);
    requireLayout("FilterDetail", FilterDetail.TYPE, detail);
  }

  /** Foxglove and the readers of recordings get them from the jar. */
  @Test
  void theSchemasInTheJarAreTheMessageFiles() throws Exception {
    for (String name :
        List.of("FilterStatus", "Envelope", "EnvelopeState", "PolicyAction", "FilterDetail")) {
      String file = Files.readString(Path.of("reins_msgs/msg/" + name + ".msg"));
      assertTrue(Definitions.of(name).startsWith(file), name + ".msg differs");
    }
  }

  private static <M> void requireLayout(String name, MessageType<M> type, M message)
      throws IOException {
    assertEquals("reins_msgs::msg::dds_::" + name + "_", type.name());
    ByteBuffer bytes = ByteBuffer.allocate(type.maxSize());
    CdrWriter out = new CdrWriter();
    out.start(bytes);
    type.write(message, out);
    bytes.flip();
    CdrReader in = new CdrReader();
    assertTrue(in.start(bytes));
    for (String line : Files.readAllLines(Path.of("reins_msgs/msg/" + name + ".msg"))) {
      String field = line.replaceFirst("#.*", "").strip();
      if (!field.isEmpty() && !field.contains("=")) {
        pass(in, field.split("\\s+", -1)[0]);
      }
    }
    assertTrue(in.ok() && in.left() == 0, name + ".msg and its codec differ");
  }

  private static void pass(CdrReader in, String type) {
    switch (type) {
      case "std_msgs/Header" -> {
        in.int32();
        in.int32();
        in.string();
      }
      case "uint8", "bool" -> in.octet();
      case "int32" -> in.int32();
      case "int64" -> in.int64();
      case "float64" -> in.float64();
      case "string[]" -> in.strings();
      case "float64[]" -> in.skipSequence(8, 8);
      default -> throw new AssertionError("type " + type);
    }
  }
}
