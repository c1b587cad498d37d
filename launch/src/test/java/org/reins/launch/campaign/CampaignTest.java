package org.reins.launch.campaign;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.reins.filter.barrier.BarrierFile;
import org.reins.launch.Main;
import org.reins.node.assembly.ModelFiles;
import org.reins.node.json.Json;
import org.reins.robot.ReinsException;
import org.reins.sim.Violation;
import org.reins.sim.cell.CellFile;

/** Campaigns: the same rows whoever runs them, and each of them again. */
class CampaignTest {
  private static final long PATIENCE_S = 120;

  @TempDir private Path folder;

  /** A small campaign that fails now and then: pushes, and obstacles that are elsewhere. */
  private Path cell() throws IOException {
    Path cell = folder.resolve("cell.yaml");
    Files.writeString(
        cell,
        CellFile.text("ur5e-post").replaceAll("seconds: \\d+", "seconds: 3")
            + """
            campaign:
              vary: {push: [0, 250], push_azimuth: [-3, 3], world_growth: [0, 0.15], delay: [0, 2], loss: 0.01}
              batch: 4
            """);
    return cell;
  }

  private static List<String> line(Path cell, Path out, String... more) {
    List<String> all =
        new ArrayList<>(
            List.of("campaign", cell.toString(), "--out", out.toString(), "--runs", "12"));
    all.addAll(List.of(more));
    if (!all.contains("--fresh")) {
      all.addAll(List.of("--fresh", "4"));
    }
    return all;
  }

  private static JsonNode summary(Path out) throws IOException {
    return Json.read(out.resolve("summary.json"));
  }

  private static String run(int status, List<String> line) {
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    PrintStream out = System.out;
    PrintStream err = System.err;
    PrintStream captured = new PrintStream(said, true, StandardCharsets.UTF_8);
    System.setOut(captured);
    System.setErr(captured);
    try {
      int found = Main.execute(line.toArray(String[]::new));
      String text = said.toString(StandardCharsets.UTF_8);
      assertEquals(status, found, text);
      return text;
    } finally {
      System.setOut(out);
      System.setErr(err);
    }
  }

  @Test
  void theRowsDoNotDependOnThreads_andEachRunsAgainToTheBit() throws IOException {
    Path cell = cell();
    Path one = folder.resolve("one");
    Path three = folder.resolve("three");
    run(0, line(cell, one, "--threads", "1"));
    run(0, line(cell, three, "--threads", "3"));
    JsonNode summary = summary(one);
    assertEquals(summary.get("rows_sha256"), summary(three).get("rows_sha256"));
    assertEquals(12, summary.get("runs").asInt());
    assertEquals("local", summary.get("engine").asText());
    assertTrue(summary.get("failures").asInt() > 0, "the ranges make some runs fail");
    assertTrue(summary.has("auc") && summary.has("failures_per_1000"));

    List<Row> rows = CampaignFolder.open(one).rows();
    assertEquals(16, rows.size());
    assertEquals(Row.sha256(rows), summary.get("rows_sha256").asText());
    Row failed = rows.stream().filter(r -> r.outcome().failed()).findFirst().orElseThrow();
    String said = run(0, line(cell, one, "--replay", Integer.toString(failed.trial().row())));
    assertTrue(said.contains("the same as in the campaign, to the bit"), said);
    assertTrue(said.contains("failed: " + failed.outcome().firstKind()), said);
    Path log = one.resolve("replay-" + failed.trial().row() + ".jsonl");
    assertTrue(run(0, List.of("explain", log.toString())).length() > 100);

    String page = Files.readString(one.resolve("report.html"));
    assertTrue(page.contains("<svg") && page.contains("--replay " + failed.trial().row()), page);

    // The rows are also data for the next campaign, which begins where this one failed.
    Path next = folder.resolve("next");
    run(0, line(cell, next, "--from", one.toString(), "--seed", "2", "--fresh", "0"));
    assertEquals(
        List.of(Part.UNCERTAIN, Part.UNCERTAIN, Part.ADVERSARIAL),
        CampaignFolder.open(next).rows().stream().limit(3).map(r -> r.trial().part()).toList());
    assertTrue(summary(next).get("auc").isNull());
  }

  @Test
  void anotherProcessMakesTheSameRow_andRefusesWhenAFileDiffers() throws IOException {
    Campaign campaign =
        Campaign.read(cell().toString(), new Campaign.Replacements(null, null, null, null, null));
    Recipe recipe = Recipe.of(campaign);
    Trial trial =
        new Plan(campaign.settings(), 12, 4, true, 1, Plan.Before.NOTHING).next(List.of()).get(0);
    byte[] row =
        new CampaignWorker(CampaignWorker.write(recipe)).apply(CampaignWorker.write(trial));
    assertEquals(campaign.runner().run(trial), CampaignWorker.read(row));

    Files.writeString(
        folder.resolve("cell.yaml"), "# a comment\n", java.nio.file.StandardOpenOption.APPEND);
    byte[] sent = CampaignWorker.write(recipe);
    ReinsException fault = assertThrows(ReinsException.class, () -> new CampaignWorker(sent));
    assertTrue(
        fault.getMessage().contains("not the same as where the campaign was started: cell;"),
        fault.getMessage());
  }

  @Test
  void importanceSplittingGivesTheSameRowsOnAllThreads_andEvenRunsBesideItsEstimate()
      throws IOException {
    Path cell = cell();
    List<String> rare = List.of("campaign", cell.toString(), "--rare", "--runs", "50");
    for (String threads : List.of("1", "2")) {
      List<String> line = new ArrayList<>(rare);
      line.addAll(List.of("--threads", threads, "--out", folder.resolve(threads).toString()));
      run(0, line);
    }
    JsonNode summary = summary(folder.resolve("1"));
    assertEquals(summary.get("rows_sha256"), summary(folder.resolve("2")).get("rows_sha256"));
    assertEquals("rare", summary.get("sampling").asText());
    assertEquals(50, summary.get("fresh_runs").asInt());
    JsonNode estimate = summary.get("rare");
    List<Row> rows = CampaignFolder.open(folder.resolve("1")).rows();
    assertEquals(rows.size(), estimate.get("runs").asInt());
    for (int k = 0; k < rows.size(); k++) {
      assertEquals(k, rows.get(k).trial().row());
    }
    long negative = rows.stream().limit(50).filter(r -> r.outcome().margin() < 0).count();
    double error = 5 * Math.sqrt(0.25 / 50);
    assertEquals(negative / 50.0, estimate.get("probability").asDouble(), error);
    assertTrue(estimate.get("at_most").asDouble() > estimate.get("probability").asDouble());
    List<String> refused = new ArrayList<>(rare);
    refused.addAll(List.of("--fresh", "3"));
    assertTrue(run(2, refused).contains("--fresh is not for --rare"));
  }

  @Test
  void aCertificateTakesItsEpisodesFromACampaignOfTheSameBarrierOnly() throws IOException {
    Path barrier = folder.resolve("barrier.safetensors");
    try (var in = ModelFiles.class.getResourceAsStream("/models/panda_zone.safetensors")) {
      Files.copy(in, barrier);
    }
    Path file = folder.resolve("zone.yaml");
    Files.writeString(
        file,
        """
        schema: reins/campaign/1
        vary: {push: [0, 60], world_growth: [0, 0.3]}
        failure: [zone]
        """);
    Path rare = folder.resolve("rare");
    List<String> line = new ArrayList<>(List.of("campaign", "panda-zone", "--seconds", "3"));
    line.addAll(List.of("--barrier", barrier.toString(), "--campaign", file.toString()));
    line.addAll(List.of("--rare", "--runs", "50", "--out", rare.toString()));
    run(0, line);
    List<Row> rows = CampaignFolder.open(rare).rows();
    long entering =
        rows.stream()
            .limit(50)
            .filter(r -> r.outcome().events()[Violation.ZONE.ordinal()] > 0)
            .count();

    Path certified = folder.resolve("certified.safetensors");
    Path json = folder.resolve("certificate.json");
    List<String> certify = List.of("certify", "--campaign", rare.toString());
    List<String> all = new ArrayList<>(certify);
    all.addAll(List.of("--barrier", barrier.toString(), "--out", certified.toString()));
    all.addAll(List.of("--json", json.toString()));
    String said = run(0, all);
    assertTrue(said.contains("by importance splitting"), said);
    JsonNode figures = Json.read(json);
    assertEquals(50, figures.get("trajectories").asInt());
    assertEquals(entering, figures.get("violating").asLong());
    assertEquals(summary(rare).get("rare").get("probability"), figures.get("rare_probability"));
    assertTrue(figures.get("assumptions").get(0).asText().contains("push 0.0 to 60.0"));
    assertEquals("50", BarrierFile.read(certified).metadata().get("certificate_trajectories"));

    // The certificate is in the file now, so the file is another one.
    List<String> again = new ArrayList<>(certify);
    again.addAll(List.of("--barrier", certified.toString()));
    assertTrue(run(2, again).contains("ran with another barrier"));
  }

  @Test
  void whenACampaignIsKilled_thenTheSameCommandGoesOnAndTheRowsAreTheSame() throws Exception {
    Path cell = cell();
    Path whole = folder.resolve("whole");
    Path cut = folder.resolve("cut");
    run(0, line(cell, whole));
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx512m", "-cp", System.getProperty("java.class.path")));
    command.add(Main.class.getName());
    List<String> line = line(cell, cut);
    command.addAll(line);
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("out.txt").toFile())
            .start();
    try {
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_S);
      Path second = cut.resolve("rows").resolve("part-00001.parquet");
      while (!Files.exists(second) && process.isAlive() && System.nanoTime() < deadline) {
        process.waitFor(5, TimeUnit.MILLISECONDS);
      }
      assertTrue(Files.exists(second), Files.readString(folder.resolve("out.txt")));
    } finally {
      // This is kill -9.
      process.destroyForcibly();
      assertTrue(process.waitFor(PATIENCE_S, TimeUnit.SECONDS));
    }
    int there = CampaignFolder.open(cut).rows().size();
    String said = run(0, line);
    assertTrue(there == 0 || said.contains("holds " + there + " of 16 rows"), said);
    assertEquals(summary(whole).get("rows_sha256"), summary(cut).get("rows_sha256"));
  }

  @Test
  void whenAFolderHoldsAnotherCampaign_thenOneSentenceSaysWhatDiffers() throws IOException {
    Path cell = cell();
    Path out = folder.resolve("out");
    Campaign campaign =
        Campaign.read(cell.toString(), new Campaign.Replacements(null, null, null, null, null));
    ObjectNode inputs = CampaignInputs.of(campaign, 12, 4, "adaptive", 5, "");
    CampaignFolder.of(out, inputs);
    assertEquals(0, CampaignFolder.of(out, inputs).rows().size());
    String said = run(2, line(cell, out));
    assertTrue(said.contains("whose seed is 5, and here it is 1"), said);
    assertTrue(
        run(2, line(cell, out, "--replay", "0")).contains("has no rows yet"),
        "there is nothing to run again");
  }

  @Test
  void whenARowWasChangedLater_thenThePartIsRefused() throws IOException {
    Path out = folder.resolve("out");
    Campaign campaign =
        Campaign.read(cell().toString(), new Campaign.Replacements(null, null, null, null, null));
    CampaignFolder made =
        CampaignFolder.of(out, CampaignInputs.of(campaign, 12, 4, "adaptive", 1, ""));
    Plan plan = new Plan(campaign.settings(), 12, 4, true, 1, Plan.Before.NOTHING);
    Row row = campaign.runner().run(plan.next(List.of()).get(0));
    made.add(List.of(row));
    assertEquals(List.of(row.outcome()), outcomes(out));
    Path part = out.resolve("rows/part-00000.parquet");
    byte[] bytes = Files.readAllBytes(part);
    bytes[bytes.length / 2] ^= 1;
    Files.write(part, bytes);
    String said = run(2, line(cell(), out));
    assertTrue(said.contains("is not what the manifest says"), said);
  }

  private static List<Outcome> outcomes(Path out) throws IOException {
    return CampaignFolder.open(out).rows().stream().map(Row::outcome).toList();
  }

  @Test
  void whatIsVaried_isPrintedAsACampaignFileThatIsReadBackTheSame() throws IOException {
    String yaml = run(0, List.of("campaign", "ur5e-post", "--ranges"));
    Path file = folder.resolve("campaign.yaml");
    Files.writeString(file, yaml);
    assertEquals(
        yaml, run(0, List.of("campaign", "ur5e-post", "--campaign", file.toString(), "--ranges")));
    assertFalse(yaml.contains("zone"), "without a barrier nothing keeps the arm out of zones");
    String with = run(0, List.of("campaign", "panda-zone", "--ranges"));
    assertTrue(with.contains(", zone,"), with);
    assertNotEquals(yaml, with);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "vary: {pull: [0, 1]} | pull",
        "vary: {push: [0, 9000]} | push is 9000.0 N: allowed is 0.0 to 500.0",
        "vary: {push: [5, 1]} | first number",
        "vary: {push: [1, 2, 3]} | 3 numbers",
        "vary: {push: 3} | nothing varies",
        "vary: {delay: [0, 1.5]} | whole numbers",
        "vary: {latency: [0, 0.02]} | narrow the range",
        "failure: [zones] | zones",
        "batch: 1 | 4 to 10000",
        "first: 0 | 0.05 to 1",
        "speed: 1 | speed"
      })
  void whenACampaignIsWrong_thenOneSentenceNamesTheFault(String text, String named)
      throws IOException {
    Path file = folder.resolve("campaign.yaml");
    Files.writeString(file, "schema: reins/campaign/1\n" + text + "\n");
    // The driver of this cell has a latency of its own.
    String said =
        run(2, List.of("campaign", "ur5e-post", "--campaign", file.toString(), "--ranges"));
    assertTrue(said.contains(named), said);
    assertEquals(1, said.strip().lines().count(), said);
  }

  @ParameterizedTest
  @CsvSource({
    "--engine, ray, --engine is ray: allowed is local or spark",
    "--master, local[2], --master and --spark are for --engine spark",
    "--runs, 3, --runs is 3: allowed is 8 to 1000000",
    "--replay, 0, holds no campaign",
    "--from, nowhere, holds no campaign"
  })
  void whenAnOptionIsWrong_thenOneSentenceSaysWhatIsAllowed(
      String option, String value, String sentence) {
    String said =
        run(
            2,
            List.of(
                "campaign",
                "ur5e-post",
                "--out",
                folder.resolve("none").toString(),
                option,
                value));
    assertTrue(said.contains(sentence), said);
  }
}
