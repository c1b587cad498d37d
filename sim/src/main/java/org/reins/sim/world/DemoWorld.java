package org.reins.sim.world;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.reins.robot.file.RobotFileException;
import org.reins.robot.file.YamlNode;

/**
 * Zones and goals of the Panda beside a person's zone, for what takes no cell file yet: the demo's
 * processes, the training environment and the training of the policy. They come from the cell
 * {@value #CELL}.
 */
public final class DemoWorld {
  /** Name of the cell. */
  public static final String CELL = "panda-zone";

  /** Schema of cell files. */
  public static final String SCHEMA = "reins/cell/1";

  private static final YamlNode ROOT = YamlNode.parse(CELL, text(CELL), SCHEMA);

  /** The world. */
  public static final World WORLD =
      new World(WorldReader.zones(ROOT.optionalItems("zones")), List.of());

  /** The task. */
  public static final Task TASK =
      WorldReader.task(
          ROOT.get("task"),
          WORLD.zones(),
          () -> {
            throw new RobotFileException(CELL + ": task.goals.start is missing");
          });

  private DemoWorld() {}

  /**
   * The text of a cell that comes with Reins.
   *
   * @throws RobotFileException if there is none of this name
   */
  public static String text(String cell) {
    try (InputStream in = DemoWorld.class.getResourceAsStream("/cells/" + cell + ".yaml")) {
      if (in == null) {
        throw new RobotFileException("resource /cells/" + cell + ".yaml is missing from the build");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
