package org.reins.launch.make;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.reins.node.assembly.NodeMain;
import org.reins.robot.file.BoundedYaml;
import org.reins.robot.file.RobotFiles;
import org.reins.sim.TransitionFile;
import org.reins.sim.cell.Cell;
import org.reins.sim.cell.CellFile;
import org.reins.sim.cell.PolicyChoice;
import org.reins.sim.cell.RobotCell;

/** Everything that what is made from a cell depends on: its content and the files that it names. */
final class CellInputs {
  private CellInputs() {}

  /**
   * The inputs as texts. Comments do not count, nor does the barrier, which is what is made, nor a
   * campaign.
   *
   * @param name name or path of the cell
   */
  static List<String> of(String name, RobotCell cell) throws IOException {
    List<String> inputs = new ArrayList<>();
    inputs.add(NodeMain.VERSION);
    inputs.add(content(name).toString());
    inputs.add(BoundedYaml.load("robot", RobotFiles.text(cell.robotName())).toString());
    for (Path file : cell.choose(CellInputs::files, legs -> List.of(Path.of(legs.policy())))) {
      if (Files.exists(file)) {
        inputs.add(TransitionFile.sha256(file));
      }
    }
    return inputs;
  }

  /** The files that an arm's cell names: its policy and its constraints. */
  private static List<Path> files(Cell cell) {
    List<Path> files = new ArrayList<>();
    if (cell.policy() instanceof PolicyChoice.Network network) {
      files.add(Path.of(network.name()));
    }
    if (!cell.known().file().isEmpty()) {
      files.add(constraintFile(cell));
    }
    return files;
  }

  /** The constraint file that a cell names. */
  static Path constraintFile(Cell cell) {
    Path folder = cell.known().folder();
    Path file = Path.of(cell.known().file());
    return folder == null ? file : folder.resolve(file);
  }

  private static Map<String, Object> content(String name) {
    Map<String, Object> content = new LinkedHashMap<>();
    if (BoundedYaml.load(name, CellFile.text(name)) instanceof Map<?, ?> map) {
      map.forEach((key, value) -> content.put(String.valueOf(key), value));
    }
    content.remove("barrier");
    content.remove("title");
    content.remove("campaign");
    return content;
  }

  /**
   * Constraints for {@code ./reins run}, as YAML that is also JSON; null if the cell has none of
   * its own.
   */
  static Map<String, Object> constraints(String name, RobotCell cell) throws IOException {
    Cell arm = cell.choose(a -> a, legs -> null);
    return arm == null ? null : constraints(name, arm);
  }

  private static Map<String, Object> constraints(String name, Cell cell) throws IOException {
    Map<String, Object> all = new LinkedHashMap<>();
    if (!cell.known().file().isEmpty()) {
      Path file = constraintFile(cell);
      add(all, BoundedYaml.load(file.toString(), Files.readString(file)));
    } else {
      add(all, content(name).get("constraints"));
    }
    boolean bodies = !cell.known().rods().isEmpty() || !cell.known().boxes().isEmpty();
    if (!cell.known().planes().isEmpty() || bodies) {
      add(all, Map.of("planes", planes(cell), "capsules", capsules(cell), "boxes", boxes(cell)));
      if (bodies) {
        all.put("keep_apart", cell.known().keepApart());
      }
    }
    if (all.isEmpty()) {
      return null;
    }
    all.put("schema", "reins/constraints/1");
    return all;
  }

  private static List<Object> planes(Cell cell) {
    return cell.known().planes().stream()
        .map(
            p ->
                (Object)
                    Map.of(
                        "name",
                        p.name(),
                        "normal",
                        List.of(p.nx(), p.ny(), p.nz()),
                        "offset",
                        p.offset()))
        .toList();
  }

  private static List<Object> capsules(Cell cell) {
    return cell.known().rods().stream()
        .map(
            r ->
                (Object)
                    Map.of("name", r.name(), "from", r.from(), "to", r.to(), "radius", r.radius()))
        .toList();
  }

  private static List<Object> boxes(Cell cell) {
    return cell.known().boxes().stream()
        .map(b -> (Object) Map.of("name", b.name(), "from", b.from(), "to", b.to()))
        .toList();
  }

  /** Joins lists under the same key. */
  private static void add(Map<String, Object> all, Object more) {
    if (!(more instanceof Map<?, ?> map)) {
      return;
    }
    map.forEach(
        (key, value) -> {
          if (all.get(String.valueOf(key)) instanceof List<?> before
              && value instanceof List<?> after) {
            List<Object> both = new ArrayList<>(before);
            both.addAll(after);
            all.put(String.valueOf(key), both);
          } else {
            all.put(String.valueOf(key), value);
          }
        });
  }
}
