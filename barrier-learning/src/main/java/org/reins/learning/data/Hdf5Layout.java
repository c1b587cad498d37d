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
    Group parent = parent(root);
    List<Group> groups = new ArrayList<>();
    for (Node node : parent.getChildren().values()) {
      if (Hdf5Nodes.target(node) instanceof Group group && Hdf5Table.hasActions(group)) {
        groups.add(group);
      }
    }
    groups.sort(Comparator.comparing(Node::getName, BagFolder::compare));
    // An episode that is elsewhere would be missing.
    Hdf5Nodes.requireHere(path, parent);
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

  private static Group parent(Group root) {
    return Hdf5Nodes.at(root, "data") instanceof Group data ? data : root;
  }

  /** The group with the rows of all episodes: the root, or the only group; null if none has. */
  static Group whole(Group root, List<Group> groups) {
    if (groups.isEmpty()) {
      return root;
    }
    Group first = groups.get(0);
    return groups.size() == 1 && Hdf5Nodes.at(first, "episode") instanceof Dataset ? first : null;
  }

  /** Notes the groups that have states and no actions, which are left out. */
  static void noteLeftOut(Group root, List<String> notes) {
    if (Hdf5Table.hasStates(root)) {
      return;
    }
    for (Node node : parent(root).getChildren().values()) {
      if (Hdf5Nodes.target(node) instanceof Group group
          && Hdf5Table.hasStates(group)
          && !Hdf5Table.hasActions(group)) {
        notes.add("group " + group.getPath() + " has states without actions and is left out");
      }
    }
  }

  /**
   * The numbers or names of episodes: what follows the last underscore of their groups, or all of
   * it if what precedes it differs, as in train_0 and test_0.
   */
  static List<String> names(List<Group> episodes) {
    List<String> all = episodes.stream().map(Group::getName).toList();
    boolean numbered = all.stream().allMatch(name -> name.matches(".*_\\d+"));
    long prefixes = all.stream().map(name -> name.replaceAll("\\d+$", "")).distinct().count();
    return numbered && prefixes == 1
        ? all.stream().map(name -> name.substring(name.lastIndexOf('_') + 1)).toList()
        : all;
  }

  private static DataException unknown(Path path, Group root) {
    for (String name : List.of("observations", "obs", "state")) {
      if (Hdf5Nodes.at(root, name) instanceof Group) {
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
      if (Hdf5Nodes.at(group, name) instanceof Group parts) {
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
            + names(group)
            + "; name the one with its states observations");
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
    return node.isLink() ? node.getName() + " (a link)" : node.getName() + "/";
  }
}
