package org.reins.launch.campaign;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.reins.learning.assurance.SubsetSimulation;
import org.reins.node.signing.Sha256;
import org.reins.robot.ReinsException;
import org.reins.robot.file.YamlNode;
import org.reins.sim.Violation;
import org.reins.sim.cell.CellFile;

/**
 * What a campaign says of a barrier.
 *
 * @param what its runs are: cell, length, level, policy and ranges
 * @param runs drawn evenly
 * @param entering those of them that enter a zone
 * @param rare estimate of entering a zone by importance splitting; null if the campaign has none
 */
public record CampaignEvidence(
    String what, long runs, long entering, SubsetSimulation.Estimate rare) {
  /**
   * Reads a campaign that has ended.
   *
   * @param barrier file that its filter must have had
   * @throws ReinsException if the campaign is not evidence for this barrier, with the reason
   */
  public static CampaignEvidence read(Path folder, Path barrier) throws IOException {
    CampaignFolder campaign = CampaignFolder.open(folder);
    ObjectNode inputs = campaign.inputs();
    String hash = Sha256.of(barrier);
    String then = inputs.path("barrier_sha256").asText();
    if (!then.equals(hash)) {
      throw new ReinsException(
          "the campaign in "
              + folder
              + " ran with "
              + (then.isEmpty() ? "no barrier" : "another barrier (" + brief(then) + ")")
              + ", and "
              + barrier
              + " is "
              + brief(hash)
              + ": run ./reins campaign "
              + inputs.path("cell").asText()
              + " --barrier "
              + barrier
              + " --rare, and certify to another file with --out");
    }
    String cell = inputs.path("cell").asText();
    YamlNode yaml =
        YamlNode.parse(
            folder.toString(), inputs.path("campaign").asText(), CampaignSettings.SCHEMA);
    CampaignSettings settings =
        CampaignSettings.read(yaml, CellFile.load(cell).robot().dof(), true);
    if (settings.episodes() != 0) {
      throw new ReinsException(
          "the campaign in "
              + folder
              + " has episodes: "
              + settings.episodes()
              + ", so its runs share their goals: a certificate needs episodes: 0");
    }
    List<Row> rows = campaign.rows();
    int runs = inputs.path("runs").asInt();
    boolean splits = inputs.path("sampling").asText().equals("rare");
    RarePlan plan = splits ? new RarePlan(settings, runs, inputs.path("seed").asLong()) : null;
    boolean ended =
        splits ? plan.next(rows).isEmpty() : rows.size() == runs + inputs.path("fresh").asInt();
    List<Row> even = rows.stream().filter(r -> isEven(r.trial().part())).toList();
    if (!ended || even.isEmpty()) {
      throw new ReinsException(
          "the campaign in "
              + folder
              + (ended
                  ? " has no rows that are drawn evenly: give it --fresh, --plain or --rare"
                  : " has not ended: the same ./reins campaign command goes on with it"));
    }
    long entering =
        even.stream().filter(r -> r.outcome().events()[Violation.ZONE.ordinal()] > 0).count();
    boolean zonesOnly = settings.judgedKeys().equals(List.of(Violation.ZONE.key()));
    String runsOf =
        inputs.path("seconds").asDouble()
            + " s runs of the cell "
            + cell
            + " at level "
            + inputs.path("level").asInt()
            + ", policy "
            + inputs.path("policy").asText()
            + ", under conditions drawn evenly: "
            + ranges(settings);
    return new CampaignEvidence(
        runsOf, even.size(), entering, splits && zonesOnly ? plan.estimate(rows) : null);
  }

  private static boolean isEven(Part part) {
    return part == Part.FRESH || part == Part.PLAIN;
  }

  private static String ranges(CampaignSettings settings) {
    return settings.axes().stream()
        .map(r -> r.variable().key() + " " + r.low() + " to " + r.high())
        .collect(Collectors.joining(", "));
  }

  private static String brief(String hash) {
    return hash.substring(0, Math.min(12, hash.length()));
  }
}
