package org.reins.node.arm;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.reins.filter.FilterAction;
import org.reins.filter.FilterSettings;
import org.reins.filter.SafetyFilter;
import org.reins.filter.constraint.ConstraintFile;
import org.reins.filter.constraint.HalfSpace;
import org.reins.filter.constraint.Obstacles;
import org.reins.filter.qp.QpBackEnd;
import org.reins.node.messages.FilterStatus;
import org.reins.node.messages.Markers;
import org.reins.robot.file.RobotFiles;
import org.reins.robot.model.RobotModel;

class MarkerSceneTest {
  private static final String YAML =
      """
      schema: reins/constraints/1
      capsules:
        - {name: post, from: [0.5, -0.3, 0.4], to: [0.5, 0.5, 0.4], radius: 0.1}
      boxes:
        - {name: bench, from: [0.7, -0.5, 0], to: [0.9, 0.1, 0.3]}
      keep_apart: [panda_link7]
      """;

  private final RobotModel panda = RobotFiles.load("panda");
  private final ConstraintFile file =
      ConstraintFile.parse(
          "posts.yaml", YAML, panda, null, FilterSettings.DEFAULT.forConstraints(panda));
  private final List<HalfSpace> planes = List.of(HalfSpace.table(0));
  private final LoadedArm loaded =
      new LoadedArm(
          panda,
          new SafetyFilter(
              panda, planes, null, file.constraints(), FilterSettings.DEFAULT, QpBackEnd.OWN::make),
          null,
          new Obstacles(planes, file.capsules(), file.boxes()),
          file.people(),
          1);
  private final MarkerScene scene = new MarkerScene(loaded);

  @Test
  void aCapsuleIsACylinderBetweenTwoBalls_lyingAlongItsAxis() {
    List<Markers.Marker> all = scene.of(null, 0).markers();
    assertEquals(6, all.size());
    Markers.Marker cylinder = all.get(2);
    assertEquals(Markers.CYLINDER, cylinder.type());
    double half = Math.sqrt(0.5);
    // A turn by −90° about x brings z to y.
    assertArrayEquals(new double[] {0.5, 0.1, 0.4, -half, 0, 0, half}, cylinder.pose(), 1e-12);
    assertArrayEquals(new double[] {0.2, 0.2, 0.8}, cylinder.scale(), 1e-12);
    assertEquals(Markers.SPHERE, all.get(1).type());
    assertEquals(Markers.SPHERE, all.get(3).type());
  }

  @Test
  void onlyTheObstacleWhoseRowActsIsRed() {
    FilterStatus status = new FilterStatus();
    status.action = FilterAction.MODIFIED.code();
    List<String> rows = loaded.filter().rowNames();
    for (int k = 0; k < rows.size(); k++) {
      if (rows.get(k).startsWith("post")) {
        status.activeRows |= 1L << k;
      }
    }
    List<Markers.Marker> all = scene.of(status, 0).markers();
    assertTrue(all.get(1).colour()[0] > 0.9, "the post");
    assertEquals(0.6f, all.get(0).colour()[0], "the table");
  }
}
