package org.reins.learning.data;

import io.jhdf.api.Dataset;
import io.jhdf.api.Group;
import io.jhdf.api.Node;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Where the rows are in an HDF5 file: at its root, or in a group for each episode, as Minari and
 * ManiSkill write them. A file with neither is refused with the names of what is in it.
 */
final class Hdf5Layout {
  private static final int SHOWN = 6;
  private static final String WAY_OUT =
      "; write them side by side as the dataset state, with action, episode and h, for example with"
          + " h5py";

  private Hdf5Layout() {}

  /** The groups that are episodes, by their numbers; none if the rows are at the root. */
  static List<Group> episodes(Path path, Group root) {
    if (Hdf5Table.hasStates(root)) {
      return List.of();
    }
    // robomimic puts its episodes into a group.
    Group parent = root.getChildren().get("data") instanceof Group data ? data : root;
    List<Group> groups = new ArrayList<>();
    for (Node node : parent.getChildren().values()) {
      if (node instanceof Group group && Hdf5Table.hasActions(group)) {
        groups.add(group);
      }
    }
    groups.sort(Comparator.comparing(Node::getName, BagFolder::compare));
    if (groups.isEmpty()) {
      throw unknown(path, root);
    }
    for (Group group : groups) {
      if (!Hdf5Table.hasStates(group)) {
        throw without(path, group);
      }
    }
    return groups;
  }

  /** The number or name of an episode: what follows the last underscore of its group. */
  static String name(Group episode) {
    String name = episode.getName();
    return name.matches(".*_\\d+") ? name.substring(name.lastIndexOf('_') + 1) : name;
  }

  private static DataException unknown(Path path, Group root) {
    for (String name : List.of("observations", "obs", "state")) {
      if (root.getChildren().get(name) instanceof Group) {
        return without(path, root);
      }
    }
    return new DataException(
        "recording "
            + path
            + ": dataset state or observations is missing: it has "
            + names(root)
            + "; rename the datasets, or write state, action, episode and h");
  }

  private static DataException without(Path path, Group group) {
    for (String name : List.of("obs", "observations", "state")) {
      if (group.getChildren().get(name) instanceof Group parts) {
        boolean robomimic = group.getPath().startsWith("/data/") && name.equals("obs");
        return new DataException(
            "recording "
                + path
                + (robomimic ? " seems to be robomimic" : "")
                + ": its states are in several datasets, in "
                + parts.getPath()
                + ": "
                + names(parts)
                + ", and it does not say which of them are positions and velocities"
                + WAY_OUT);
      }
    }
    return new DataException(
        "recording "
            + path
            + ": group "
            + group.getPath()
            + " has no dataset observations: it has "
            + names(group));
  }

  /** What is in a group, such as: qpos (100 × 7), images/ and 3 more. */
  private static String names(Group group) {
    List<Node> nodes =
        group.getChildren().values().stream()
            .sorted(Comparator.comparing(Node::getName, BagFolder::compare))
            .toList();
    String shown =
        nodes.stream().limit(SHOWN).map(Hdf5Layout::name).collect(Collectors.joining(", "));
    if (nodes.isEmpty()) {
      return "nothing";
    }
    return nodes.size() > SHOWN ? shown + " and " + (nodes.size() - SHOWN) + " more" : shown;
  }

  private static String name(Node node) {
    if (node instanceof Dataset d) {
      List<String> shape = new ArrayList<>();
      for (int size : d.getDimensions()) {
        shape.add(String.valueOf(size));
      }
      return d.getName() + " (" + String.join(" × ", shape) + ")";
    }
    return node.getName() + "/";
  }
}
