package org.reins.node.assembly;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.reins.robot.ReinsException;
import org.reins.robot.file.YamlNode;

/**
 * The models that come with Reins for one robot and task. No robot uses models that were learned
 * for another robot.
 *
 * @param robot name of the robot
 * @param task task of the policy
 * @param policy file of the policy
 * @param barrier file of the barrier
 * @param drift file of the drift chain; empty for none
 */
public record BuiltInModels(
    String robot, String task, String policy, String barrier, String drift) {
  private static final String FOLDER = "/models/";
  private static final String MANIFEST = "manifest.yaml";
  private static final String SCHEMA = "reins/models/1";
  private static final List<BuiltInModels> ALL = read();

  /** The models of a robot; empty if none come with Reins. */
  public static Optional<BuiltInModels> of(String robot) {
    return ALL.stream().filter(m -> m.robot.equals(robot)).findFirst();
  }

  /** The models of a robot, which must exist. */
  public static BuiltInModels require(String robot) {
    return of(robot)
        .orElseThrow(
            () ->
                new ReinsException(
                    "Reins comes with no models for robot "
                        + robot
                        + ": built-in models exist for "
                        + robots()
                        + "; for others, give a file"));
  }

  /** The robots for which there are models, for messages. */
  static String robots() {
    List<String> names = ALL.stream().map(BuiltInModels::robot).toList();
    int last = names.size() - 1;
    return String.join(", ", names.subList(0, last)) + " and " + names.get(last);
  }

  /** The bytes of a model file. */
  public static byte[] bytes(String file) {
    try (InputStream in = BuiltInModels.class.getResourceAsStream(FOLDER + file)) {
      if (in == null) {
        throw new ReinsException("resource " + FOLDER + file + " is missing from the build");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new ReinsException("resource " + FOLDER + file + " cannot be read: " + e, e);
    }
  }

  private static List<BuiltInModels> read() {
    String text = new String(bytes(MANIFEST), StandardCharsets.UTF_8);
    return YamlNode.parse(MANIFEST, text, SCHEMA).get("models").items().stream()
        .map(
            m -> {
              m.allow("robot", "task", "policy", "barrier", "drift");
              return new BuiltInModels(
                  m.get("robot").text(),
                  m.get("task").text(),
                  m.get("policy").text(),
                  m.get("barrier").text(),
                  m.text("drift", ""));
            })
        .toList();
  }
}
