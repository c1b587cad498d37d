package org.reins.robot.urdf;

import java.util.ArrayList;
import java.util.List;
import org.reins.robot.file.RobotFileException;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** Elements and numbers of a URDF. */
final class Xml {
  private Xml() {}

  static List<Element> children(Element parent, String tag) {
    List<Element> found = new ArrayList<>();
    NodeList all = parent.getChildNodes();
    for (int k = 0; k < all.getLength(); k++) {
      if (all.item(k) instanceof Element e && e.getTagName().equals(tag)) {
        found.add(e);
      }
    }
    return found;
  }

  /** The only child with a tag; null if there is none. Two of them would contradict each other. */
  static Element child(Element parent, String tag) {
    List<Element> found = children(parent, tag);
    if (found.size() > 1) {
      throw new RobotFileException(
          "<"
              + parent.getTagName()
              + " name=\""
              + parent.getAttribute("name")
              + "\"> has "
              + found.size()
              + " elements <"
              + tag
              + ">: keep one of them");
    }
    return found.isEmpty() ? null : found.get(0);
  }

  /** Three numbers; zeros if the attribute is missing. */
  static double[] triple(Element e, String attribute) {
    String text = e.getAttribute(attribute).strip();
    if (text.isEmpty()) {
      return new double[3];
    }
    String[] parts = text.split("\\s+", -1);
    if (parts.length != 3) {
      throw new RobotFileException(
          "<" + e.getTagName() + " " + attribute + "=\"" + text + "\">: three numbers are needed");
    }
    double[] v = new double[3];
    for (int k = 0; k < 3; k++) {
      v[k] = parse(e, attribute, parts[k]);
    }
    return v;
  }

  static double number(Element e, String attribute, double otherwise) {
    return e == null || !e.hasAttribute(attribute)
        ? otherwise
        : parse(e, attribute, e.getAttribute(attribute).strip());
  }

  private static double parse(Element e, String attribute, String text) {
    double value;
    try {
      value = Double.parseDouble(text);
    } catch (NumberFormatException x) {
      throw notANumber(e, attribute, text, x);
    }
    if (!Double.isFinite(value)) {
      throw notANumber(e, attribute, text, null);
    }
    return value;
  }

  private static RobotFileException notANumber(
      Element e, String attribute, String text, NumberFormatException cause) {
    return new RobotFileException(
        "<" + e.getTagName() + " " + attribute + "=\"" + text + "\">: a finite number is needed",
        cause);
  }
}
