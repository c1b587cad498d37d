package org.reins.launch.campaign;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import org.reins.filter.EnvelopeLevels;
import org.reins.launch.simulate.FilterLog;
import org.reins.node.json.Json;
import org.reins.robot.ReinsException;
import org.reins.robot.file.YamlNode;
import org.reins.sim.Violation;
import org.reins.sim.variation.Range;

/** Runs one row of a campaign again. */
final class Replay {
  private static final Set<String> OWN_POLICIES = Set.of("chase", "wild", "scripted");

  private final String cellName;
  private final Path out;

  Replay(String cellName, Path out) {
    this.cellName = cellName;
    this.out = out;
  }

  /**
   * Runs a row and compares.
   *
   * @param json file for what came of it; null for none
   * @return whether all numbers are as before, to the bit
   */
  boolean run(int number, Path json) throws IOException {
    CampaignFolder folder = CampaignFolder.open(out);
    if (folder.rows().isEmpty()) {
      throw new ReinsException("folder " + out + " has no rows yet: run the campaign first");
    }
    if (number < 0 || number >= folder.rows().size()) {
      throw new ReinsException(
          "--replay is "
              + number
              + ": allowed is 0 to "
              + (folder.rows().size() - 1)
              + ", the rows in "
              + out);
    }
    Row then = folder.rows().get(number);
    Campaign campaign = campaign(folder.inputs());
    noteDifferences(campaign, folder.inputs());
    Path log = out.resolve("replay-" + number + ".jsonl");
    Row now = again(campaign, then, log);
    boolean same = now.outcome().equals(then.outcome());
    print(campaign, now, then, same, log);
    if (json != null) {
      ObjectNode node = Json.MAPPER.createObjectNode();
      node.put("row", number).put("same", same).put("failed", now.outcome().failed());
      node.put("margin", now.outcome().margin());
      node.put("first_violation", now.outcome().firstKind());
      Json.write(json, node);
    }
    return same;
  }

  private Campaign campaign(ObjectNode inputs) throws IOException {
    if (!inputs.path("cell").asText().equals(cellName)) {
      System.out.println(
          "note: the campaign in " + out + " is of the cell " + inputs.path("cell").asText());
    }
    String policy = inputs.path("policy").asText();
    Campaign read =
        Campaign.read(
            cellName,
            new Campaign.Replacements(
                inputs.path("barrier").asText(),
                OWN_POLICIES.contains(policy) ? null : policy,
                inputs.path("level").asInt(),
                inputs.path("seconds").asDouble(),
                null));
    YamlNode yaml =
        YamlNode.parse(
            "campaign of the manifest", inputs.path("campaign").asText(), CampaignSettings.SCHEMA);
    CampaignSettings settings =
        CampaignSettings.read(yaml, read.cell().robot().dof(), read.barrier() != null);
    return new Campaign(read.name(), read.cell(), read.barrier(), settings);
  }

  private static void noteDifferences(Campaign campaign, ObjectNode then) throws IOException {
    ObjectNode now =
        CampaignInputs.of(
            campaign,
            then.path("runs").asInt(),
            then.path("fresh").asInt(),
            then.path("sampling").asText(),
            then.path("seed").asLong(),
            then.path("from_rows_sha256").asText());
    for (String key : CampaignInputs.DECISIVE) {
      if (!now.path(key).asText().equals(then.path(key).asText())) {
        System.out.println(
            "note: " + key + " is not that of the campaign: the run may differ from its row");
      }
    }
  }

  private static Row again(Campaign campaign, Row then, Path file) throws IOException {
    FilterLog[] log = new FilterLog[1];
    try {
      return campaign
          .runner()
          .run(
              then.trial(),
              (loop, filter, time) -> {
                if (log[0] == null) {
                  log[0] =
                      new FilterLog(
                          file, filter.rows(), EnvelopeLevels.DEFAULT.at(campaign.cell().level()));
                }
                log[0].add(then.trial().seed(), time, loop.lastOutput());
              });
    } finally {
      if (log[0] != null) {
        log[0].close();
      }
    }
  }

  private static void print(Campaign campaign, Row now, Row then, boolean same, Path log) {
    Outcome o = now.outcome();
    System.out.printf(
        Locale.ROOT,
        "row %d (%s), seed %d%n",
        now.trial().row(),
        now.trial().part().key(),
        now.trial().seed());
    for (Range r : campaign.settings().ranges()) {
      System.out.printf(
          Locale.ROOT,
          "  %-16s %12.5g %s%n",
          r.variable().key(),
          now.trial().conditions().of(r.variable()),
          r.variable().unit());
    }
    System.out.printf(
        Locale.ROOT,
        "%s; margin %.4f; %d of %d goals%n",
        o.failed()
            ? String.format(Locale.ROOT, "failed: %s at %.3f s", o.firstKind(), o.firstTime())
            : "no failure",
        o.margin(),
        o.goals(),
        o.offered());
    for (Violation v : Violation.values()) {
      if (o.events()[v.ordinal()] > 0) {
        System.out.printf("  %-16s %d events%n", v.key(), o.events()[v.ordinal()]);
      }
    }
    System.out.println(
        same
            ? "the same as in the campaign, to the bit"
            : "not the same as in the campaign: there, "
                + (then.outcome().failed() ? "failed: " + then.outcome().firstKind() : "no failure")
                + String.format(Locale.ROOT, "; margin %.4f", then.outcome().margin()));
    System.out.println("what the filter did: ./reins explain " + log);
  }
}
