package org.reins.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.reins.launch.process.Domains;
import org.reins.node.assembly.NodeMain;
import org.reins.node.json.Json;
import org.reins.node.ros.RosEnvironment;

/** The doctor as people start it: a process of its own, on a real graph. */
@Timeout(180)
class DoctorProcessTest {
  @TempDir Path folder;

  private int run(String... options) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx96m",
                "-cp",
                System.getProperty("java.class.path"),
                NodeMain.class.getName(),
                "doctor"));
    command.addAll(List.of(options));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(RosEnvironment.local(0).variables());
    Process p = builder.start();
    String text = new String(p.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(p.waitFor(60, TimeUnit.SECONDS), text);
    System.out.println(text);
    return p.exitValue();
  }

  private static JsonNode find(JsonNode report, String check) {
    for (JsonNode f : report.get("findings")) {
      if (f.get("check").asText().equals(check)) {
        return f;
      }
    }
    throw new AssertionError("no finding " + check + " in " + report);
  }

  @Test
  void twoProcessesFindEachOther_andAnAbsentDriverIsNamed() throws Exception {
    Path json = folder.resolve("doctor.json");
    int status =
        run(
            "--robot", "ur5e",
            "--domain", Integer.toString(Domains.free()),
            "--seconds", "1",
            "--folder", folder.toString(),
            "--json", json.toString());
    JsonNode report = Json.read(json);
    assertTrue(find(report, "two processes").get("found").asText().contains("found each other"));
    assertEquals("ok", find(report, "robot and barrier").get("verdict").asText());
    assertTrue(find(report, "states").get("found").asText().contains("joint_states"));
    assertEquals(report.get("ok").asBoolean() ? 0 : 1, status);
  }
}
