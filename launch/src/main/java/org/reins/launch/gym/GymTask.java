package org.reins.launch.gym;

import static java.util.Locale.ROOT;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import org.reins.filter.EnvelopeLevels;
import org.reins.filter.barrier.BarrierFile;
import org.reins.filter.observation.DescribedArmInterface;
import org.reins.filter.policy.PolicyDescription;
import org.reins.filter.policy.PolicyWriter;
import org.reins.filter.qp.QpBackEnd;
import org.reins.launch.cell.CellModels;
import org.reins.launch.experiment.ArmSetting;
import org.reins.launch.experiment.EnvelopeSource;
import org.reins.launch.experiment.FilteredArm;
import org.reins.launch.models.LearnedModels;
import org.reins.node.json.Json;
import org.reins.node.policy.DescribedPolicies;
import org.reins.sim.cell.Cell;

/**
 * What is learned: makes environments that are alike. Immutable; the environments share nothing
 * that changes.
 *
 * @param cell robot, world and goals
 * @param barrier of the filter; null for none
 * @param policy what the learner sees and answers; its network is not used
 * @param envelope the source of the envelope, unless a level is held
 * @param level envelope level that is held throughout; negative for none
 * @param episodeSeconds length of an episode, s
 */
record GymTask(
    Cell cell,
    BarrierFile barrier,
    PolicyDescription policy,
    EnvelopeSource envelope,
    int level,
    double episodeSeconds) {
  /** Version of the frames and of what is in them. */
  static final int VERSION = 2;

  /**
   * Makes an environment.
   *
   * @param number of the environment in its batch
   */
  GymEnvironment make(int number) {
    ArmSetting setting = ArmSetting.of(cell, DescribedPolicies.learning(cell.robot(), policy));
    return new GymEnvironment(arm(setting), episodeSeconds, number);
  }

  private FilteredArm arm(ArmSetting setting) {
    if (level >= 0) {
      return new FilteredArm(
          setting,
          CellModels.filter(cell, barrier, QpBackEnd.OWN),
          () -> EnvelopeLevels.DEFAULT.at(level),
          null,
          null);
    }
    // The drift of competence was learned with the arm that has built-in models.
    String drift = LearnedModels.isLearned(cell.robot()) ? LearnedModels.BUILT_IN : "none";
    return envelope.make(
        (source, planner) ->
            new FilteredArm(
                setting, CellModels.filter(cell, barrier, QpBackEnd.OWN), source, planner, null),
        () -> EnvelopeSource.planner(Map.of(), LearnedModels.drift(drift)));
  }

  /** What a client is told about its environments. */
  ObjectNode hello(int environments, Autoreset autoreset) {
    DescribedArmInterface seen = DescribedPolicies.learning(cell.robot(), policy);
    float[] low = new float[seen.observationSize()];
    float[] high = new float[seen.observationSize()];
    float[] least = new float[seen.actionSize()];
    float[] most = new float[seen.actionSize()];
    seen.observationBounds(low, high);
    seen.actionBounds(least, most);
    ObjectNode hello = Json.MAPPER.createObjectNode();
    hello
        .put("reins_gym", VERSION)
        .put("envs", environments)
        .put("autoreset", autoreset.code())
        .put("cell", cell.file())
        .put("robot", cell.robot().name())
        .put("barrier", barrier != null)
        .put("envelope", level >= 0 ? "level " + level : envelope.name().toLowerCase(ROOT))
        .put("period_s", seen.period())
        .put("episode_s", episodeSeconds);
    put(hello.putArray("observation_low"), low);
    put(hello.putArray("observation_high"), high);
    put(hello.putArray("action_low"), least);
    put(hello.putArray("action_high"), most);
    ObjectNode terms = hello.putObject("terms");
    seen.terms().forEach(terms::put);
    ArrayNode info = hello.putArray("info");
    GymEnvironment.INFO.forEach(info::add);
    return hello.put("policy", PolicyWriter.write(policy.withNetwork(""), List.of()));
  }

  private static void put(ArrayNode array, float... numbers) {
    for (float v : numbers) {
      array.add(v);
    }
  }
}
