package org.reins.learning.data;

import io.jhdf.api.Dataset;
import io.jhdf.api.Group;
import io.jhdf.api.Link;
import io.jhdf.api.Node;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Finds datasets and groups by the names that people give them, also behind links. */
final class Hdf5Nodes {
  static final List<String> STATE = List.of("state", "observations", "obs");
  static final List<String> ACTION = List.of("action", "actions");
  static final List<String> NEXT = List.of("next_state", "next_observations", "next_obs");
  static final List<String> REWARD = List.of("reward", "rewards");
  static final List<String> COST = List.of("cost", "costs");
  static final List<String> TERMINAL =
      List.of(
          "done", "dones", "terminal", "terminals", "terminated", "termination", "terminations");
  static final List<String> TIMEOUT =
      List.of("timeout", "timeouts", "truncated", "truncation", "truncations");

  /** Read as episodes if they have a value for each row; {@code episode} must have one. */
  static final List<String> EPISODE =
      List.of(
          "episode_index",
          "episode_id",
          "episode_ids",
          "episode_number",
          "traj_id",
          "traj_ids",
          "traj_index",
          "trajectory_id",
          "trajectory_index");

  private Hdf5Nodes() {}

  /** A child, or what a link leads to in the same file; null if there is none. */
  static Node at(Group group, String name) {
    return target(group.getChildren().get(name));
  }

  /** What a link leads to in the same file; null if it leads nowhere or to another file. */
  static Node target(Node node) {
    if (node instanceof Link link) {
      return isElsewhere(link) || link.isBrokenLink() ? null : link.getTarget();
    }
    return node;
  }

  /** Whether a node is in another file. */
  static boolean isElsewhere(Node node) {
    return node instanceof io.jhdf.links.ExternalLink;
  }

  /** The dataset with the first of some names; null if there is none. */
  static Dataset dataset(Group group, List<String> names) {
    for (String name : names) {
      if (at(group, name) instanceof Dataset d) {
        return d;
      }
    }
    return null;
  }

  /** Refuses a group in which a needed dataset, or all of an episode, is in another file. */
  static void requireHere(Path path, Group group) {
    for (Map.Entry<String, Node> child : group.getChildren().entrySet()) {
      if (isElsewhere(child.getValue())) {
        throw new DataException(
            "recording "
                + path
                + ": "
                + group.getPath()
                + child.getKey()
                + " is a link to another file, "
                + ((Link) child.getValue()).getTargetPath()
                + ", which is not followed: give that file, or copy what it links to into one file"
                + " with h5py's copy(…, expand_external=True)");
      }
    }
  }
}
