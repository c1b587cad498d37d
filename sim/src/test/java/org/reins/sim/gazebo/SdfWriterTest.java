package org.reins.sim.gazebo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.reins.robot.file.RobotFiles;
import org.reins.robot.model.Joint;
import org.reins.robot.model.RobotModel;
import org.reins.sim.PlantParameters;
import org.reins.sim.legged.Ground;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

class SdfWriterTest {
  static List<String> robots() {
    return RobotFiles.builtIn();
  }

  @ParameterizedTest
  @MethodSource("robots")
  void theWorldHoldsTheWholeRobotAndThePluginThatStepsIt(String name) throws Exception {
    RobotModel robot = RobotFiles.load(name);
    String sdf = SdfWriter.write(robot, PlantParameters.DEMO, Ground.LEVEL, "/tmp/a.sock", 0.001);
    Document document =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new ByteArrayInputStream(sdf.getBytes(StandardCharsets.UTF_8)));
    double mass = 0;
    NodeList masses = document.getElementsByTagName("mass");
    for (int i = 0; i < masses.getLength(); i++) {
      mass += Double.parseDouble(masses.item(i).getTextContent());
    }
    double own =
        robot.links().stream().mapToDouble(l -> l.mass()).sum()
            + robot.base().choose(fixed -> 100.0, legs -> legs.body().mass());
    assertEquals(own, mass, 1e-9, name);
    NodeList joints = document.getElementsByTagName("joint");
    int turning = 0;
    for (int i = 0; i < joints.getLength(); i++) {
      Element j = (Element) joints.item(i);
      if (j.getAttribute("type").equals("revolute")) {
        Joint of = robot.joints().get(turning++);
        assertEquals(of.name(), j.getAttribute("name"));
      }
    }
    assertEquals(robot.dof(), turning);
    Element plugin = (Element) document.getElementsByTagName("plugin").item(0);
    assertEquals(
        String.join(" ", robot.jointNames()),
        plugin.getElementsByTagName("joints").item(0).getTextContent());
  }
}
