package org.reins.learning.data;

import io.jhdf.HdfFile;
import io.jhdf.api.Dataset;
import io.jhdf.api.Group;
import io.jhdf.api.Node;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What an HDF5 file holds: whose layout it seems to be, its datasets and their shapes. */
final class Hdf5Survey {
  private static final int DEEPEST = 4;

  private final List<String> lines = new ArrayList<>();
  private final Set<String> others = new HashSet<>();
  private long datasets;

  private Hdf5Survey() {}

  static Survey of(Path path) {
    return Hdf5File.with(path, file -> new Hdf5Survey().survey(file));
  }

  private Survey survey(HdfFile file) {
    List<Group> episodes = episodes(file);
    episodes.stream().skip(1).forEach(e -> others.add(e.getPath()));
    list(file, 0);
    String what =
        "is HDF5"
            + layout(file, episodes)
            + (episodes.isEmpty() ? "" : ": " + Survey.count(episodes.size(), "episode"))
            + ", "
            + Survey.count(datasets, "dataset");
    return Survey.recording(what, Survey.shown(lines));
  }

  /** Groups that are numbered and have actions. */
  private static List<Group> episodes(Group root) {
    Group parent = Hdf5Nodes.at(root, "data") instanceof Group data ? data : root;
    return children(parent).stream()
        .filter(n -> n instanceof Group g && Hdf5Table.hasActions(g))
        .map(n -> (Group) n)
        .toList();
  }

  private static String layout(Group root, List<Group> episodes) {
    Set<String> names = root.getChildren().keySet();
    if (!episodes.isEmpty()) {
      boolean isParted = episodes.get(0).getPath().startsWith("/data/");
      return isParted
          ? ", as robomimic writes it"
          : episodes.get(0).getName().startsWith("episode_") ? ", as Minari writes it" : "";
    }
    if (names.contains("observations") && names.contains("actions")) {
      return ", as D4RL and DSRL write it";
    }
    return names.contains("state") && names.contains("action")
        ? ", as V-OCBF and Reins write it"
        : ", in no layout that is known here";
  }

  private static List<Node> children(Group group) {
    return group.getChildren().values().stream()
        .sorted(Comparator.comparing(Node::getName, BagFolder::compare))
        .toList();
  }

  /** Lists the datasets; of many episodes only those of the first. */
  private void list(Group group, int depth) {
    for (Node node : children(group)) {
      if (node instanceof Dataset d) {
        datasets++;
        lines.add(d.getPath() + " " + shape(d));
      } else if (node instanceof Group inner && depth < DEEPEST) {
        if (others.contains(node.getPath())) {
          datasets += inner.getChildren().size();
        } else {
          list(inner, depth + 1);
        }
      }
    }
  }

  private static String shape(Dataset d) {
    List<String> sizes = new ArrayList<>();
    for (int size : d.getDimensions()) {
      sizes.add(String.valueOf(size));
    }
    return sizes.isEmpty()
        ? "(one value)"
        : "(" + String.join(" × ", sizes) + " of " + d.getJavaType().getSimpleName() + ")";
  }
}
