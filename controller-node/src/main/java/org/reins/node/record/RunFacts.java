package org.reins.node.record;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a run was made with; in every file of its recording.
 *
 * @param robot name
 * @param values names and values: versions, hashes, machine
 * @param rows name, words and unit of each constraint row, by its number
 * @param files parameters, robot, barrier and constraints, by the name of the attachment
 */
public record RunFacts(
    String robot, Map<String, String> values, Map<String, String> rows, Map<String, byte[]> files) {
  /** Attachment with the parameters, as JSON. */
  public static final String PARAMETERS = "parameters.json";

  /** Attachment with the robot's file. */
  public static final String ROBOT = "robot.yaml";

  /** Attachment with the barrier. */
  public static final String BARRIER = "barrier.safetensors";

  /** Attachment with the constraint file. */
  public static final String CONSTRAINTS = "constraints/constraints.yaml";

  /** Attachment with the description of a legged robot's policy. */
  public static final String WALK_POLICY = "policy.yaml";

  /** Name of the metadata record with {@link #values}. */
  public static final String METADATA = "reins";

  /** Name of the metadata record with {@link #rows}. */
  public static final String ROWS = "reins_rows";

  /** Takes copies of the maps. */
  public RunFacts {
    values = Map.copyOf(values);
    rows = Map.copyOf(rows);
    files = Map.copyOf(files);
  }

  /** The same with further rows: for what is known only once the robot is loaded. */
  public RunFacts withRows(Map<String, String> more) {
    Map<String, String> all = new LinkedHashMap<>(rows);
    all.putAll(more);
    return new RunFacts(robot, values, all, files);
  }
}
