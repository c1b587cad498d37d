package org.reins.launch.campaign;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;
import org.reins.node.json.Json;
import org.reins.robot.ReinsException;
import org.reins.robot.file.YamlNode;
import org.reins.sim.cell.PolicyChoice;

/**
 * How another process, perhaps on another machine, makes the same trials of the same campaign: by
 * names and paths, with the hashes of what lies there.
 *
 * @param cell name, or absolute path
 * @param barrier name, or absolute path
 * @param policy absolute path; empty for the cell's
 * @param level of the envelope
 * @param seconds length of a run, s
 * @param settings of the campaign, as YAML
 * @param inputs hashes, as JSON: see {@link CampaignInputs}
 */
record Recipe(
    String cell,
    String barrier,
    String policy,
    int level,
    double seconds,
    String settings,
    String inputs)
    implements Serializable {
  /** Of a campaign in this process. */
  static Recipe of(Campaign c) throws IOException {
    String policy =
        c.cell().policy() instanceof PolicyChoice.Network network ? found(network.name()) : "";
    Recipe bare =
        new Recipe(
            found(c.name()),
            found(c.cell().barrier()),
            policy,
            c.cell().level(),
            c.cell().task().seconds(),
            c.settings().yaml(),
            "");
    return new Recipe(
        bare.cell,
        bare.barrier,
        bare.policy,
        bare.level,
        bare.seconds,
        bare.settings,
        Json.MAPPER.writeValueAsString(inputs(bare.read())));
  }

  /** A name, or the absolute path of a file. */
  private static String found(String nameOrPath) {
    Path path = Path.of(nameOrPath);
    return Files.exists(path) ? path.toAbsolutePath().normalize().toString() : nameOrPath;
  }

  private static ObjectNode inputs(Campaign c) throws IOException {
    return CampaignInputs.of(c, 0, 0, "", 0, "");
  }

  private Campaign read() throws IOException {
    Campaign.Replacements replaced =
        new Campaign.Replacements(barrier, policy.isEmpty() ? null : policy, level, seconds, null);
    Campaign read = Campaign.read(cell, replaced);
    YamlNode yaml = YamlNode.parse("campaign", settings, CampaignSettings.SCHEMA);
    CampaignSettings s =
        CampaignSettings.read(yaml, read.cell().robot().dof(), read.barrier() != null);
    return new Campaign(read.name(), read.cell(), read.barrier(), s);
  }

  /**
   * The campaign, read in this process.
   *
   * @throws ReinsException naming what differs here from where the recipe was made
   */
  Campaign campaign() throws IOException {
    Campaign read = read();
    JsonNode there = Json.MAPPER.readTree(inputs.getBytes(StandardCharsets.UTF_8));
    JsonNode here = inputs(read);
    TreeSet<String> differ = new TreeSet<>();
    for (String key : CampaignInputs.DECISIVE) {
      if (!there.path(key).equals(here.path(key))) {
        differ.add(key.replace("_sha256", ""));
      }
    }
    if (!differ.isEmpty()) {
      throw new ReinsException(
          "the rows would differ, because these are not the same as where the campaign was"
              + " started: "
              + String.join(", ", differ)
              + "; copy Reins and the files of the cell again, to the same paths");
    }
    return read;
  }
}
