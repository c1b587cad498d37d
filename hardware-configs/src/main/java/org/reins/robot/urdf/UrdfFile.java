package org.reins.robot.urdf;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.reins.robot.file.BoundedFile;
import org.reins.robot.file.RobotFileException;
import org.w3c.dom.Element;
import org.xml.sax.SAXException;

/**
 * The links and joints of a URDF file, each with a unique name, each link below at most one joint.
 * Their meaning is determined elsewhere.
 */
final class UrdfFile {
  private static final int LARGEST_FILE = 1 << 24;
  private static final int MOST_PARTS = 2_000;
  private static final String DEEPEST_PROPERTY =
      "http://www.oracle.com/xml/jaxp/properties/maxElementDepth";
  private static final String DEEPEST = "200";
  // Some files call themselves XML of a version that does not exist; only 1.0 is meant.
  private static final Pattern PROLOG =
      Pattern.compile("^\\s*<\\?xml\\s+version\\s*=\\s*[\"'](?!1\\.[01][\"'])([0-9.]*)[\"']");
  // What xacro wrote often tells in comments what it was made from.
  private static final Pattern COMMENT = Pattern.compile("<!--.*?-->", Pattern.DOTALL);
  // The prefix may be any; the address says what it means.
  private static final Pattern XACRO_PREFIX =
      Pattern.compile("xmlns:([\\w.-]+)\\s*=\\s*[\"'][^\"']*ros\\.org/(?:wiki/)?xacro");
  private static final Pattern XACRO = Pattern.compile("<xacro:|=\\s*[\"'][^\"'<]*\\$[{(]");

  private final String file;
  private final String robot;
  private final Map<String, Element> links = new LinkedHashMap<>();
  private final List<Element> joints;

  private UrdfFile(String file, Element root) {
    this.file = file;
    robot = root.getAttribute("name");
    for (Element link : parts(root, "link")) {
      links.put(link.getAttribute("name"), link);
    }
    joints = parts(root, "joint");
    requireOneParent();
    requireNoCircle();
  }

  /**
   * Reads a file; one that is xacro is expanded where {@code xacro} is installed, which evaluates
   * what the file says: expand only files that you trust.
   *
   * @throws RobotFileException with one sentence for the user
   */
  static UrdfFile read(Path path) {
    String file = path.toString();
    try {
      byte[] bytes = BoundedFile.bytes(path, LARGEST_FILE);
      // XML allows nothing before its first line; an editor may have left an empty one.
      String text = new String(bytes, StandardCharsets.UTF_8).stripLeading();
      bytes = text.getBytes(StandardCharsets.UTF_8);
      Matcher prolog = PROLOG.matcher(text);
      if (prolog.find()) {
        text = text.substring(0, prolog.start(1)) + "1.0" + text.substring(prolog.end(1));
        bytes = text.getBytes(StandardCharsets.UTF_8);
      }
      if (isXacro(COMMENT.matcher(text).replaceAll(""))) {
        bytes = Xacro.expand(path);
      } else if (text.contains("<!DOCTYPE")) {
        throw new RobotFileException(
            file + " has a line <!DOCTYPE ...>: remove it, because a URDF does not need it");
      }
      Element root = parser().parse(new ByteArrayInputStream(bytes)).getDocumentElement();
      if (!root.getTagName().equals("robot")) {
        throw new OtherRobotException(
            OtherRobotException.What.NOT_URDF,
            file + " begins with <" + root.getTagName() + ">: a URDF begins with <robot>");
      }
      return new UrdfFile(file, root);
    } catch (NoSuchFileException e) {
      throw new RobotFileException("URDF file " + file + " does not exist", e);
    } catch (IOException e) {
      throw new RobotFileException("URDF file " + file + " cannot be read: " + e.getMessage(), e);
    } catch (SAXException | ParserConfigurationException e) {
      throw new OtherRobotException(
          OtherRobotException.What.NOT_URDF,
          file + " is not XML: " + e.getMessage() + " Correct it, or export the URDF again");
    }
  }

  private static boolean isXacro(String text) {
    Matcher prefix = XACRO_PREFIX.matcher(text);
    return XACRO.matcher(text).find()
        || prefix.find() && text.contains("<" + prefix.group(1) + ":");
  }

  private static DocumentBuilder parser() throws ParserConfigurationException {
    // Always the parser of the JDK, whose limits are known, regardless of the class path.
    DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultInstance();
    // A description needs no entities, and untrusted files must not access other files through
    // them.
    factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
    factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
    factory.setAttribute(DEEPEST_PROPERTY, DEEPEST);
    DocumentBuilder builder = factory.newDocumentBuilder();
    builder.setErrorHandler(null);
    return builder;
  }

  /** Links or joints. Each is searched among all others, so their number is bounded. */
  private List<Element> parts(Element root, String tag) {
    List<Element> parts = Xml.children(root, tag);
    if (parts.size() > MOST_PARTS) {
      throw new RobotFileException(
          file
              + " has "
              + parts.size()
              + " elements <"
              + tag
              + ">: allowed are up to "
              + MOST_PARTS);
    }
    Set<String> names = new HashSet<>();
    for (Element part : parts) {
      if (part.getAttribute("name").isBlank()) {
        throw new RobotFileException(
            file + " has an element <" + tag + "> without a name: give it one");
      }
      if (!names.add(part.getAttribute("name"))) {
        throw new RobotFileException(
            file
                + " has two elements <"
                + tag
                + "> named "
                + part.getAttribute("name")
                + ": rename or remove one of them");
      }
    }
    return parts;
  }

  private void requireOneParent() {
    Map<String, String> below = new HashMap<>();
    for (Element joint : joints) {
      String child = reference(joint, "child");
      String other = below.put(child, joint.getAttribute("name"));
      if (other != null) {
        throw new RobotFileException(
            file
                + ": link "
                + child
                + " is the child of joints "
                + other
                + " and "
                + joint.getAttribute("name")
                + ": a link has one parent");
      }
    }
  }

  private void requireNoCircle() {
    Map<String, String> parents = new HashMap<>();
    joints.forEach(j -> parents.put(reference(j, "child"), reference(j, "parent")));
    for (Element joint : joints) {
      String link = reference(joint, "child");
      int steps = 0;
      while (link != null && steps++ <= joints.size()) {
        link = parents.get(link);
      }
      if (link != null) {
        throw new RobotFileException(
            file
                + ": joint "
                + joint.getAttribute("name")
                + " is not attached to a link: its parents form a circle");
      }
    }
  }

  /** The path, for messages. */
  String file() {
    return file;
  }

  /** The robot's name, as given. */
  String robot() {
    return robot;
  }

  /** Links by name, in the order of the file. */
  Map<String, Element> links() {
    return links;
  }

  /** Joints in the order of the file; a new list. */
  List<Element> joints() {
    return new ArrayList<>(joints);
  }

  /**
   * The link that a joint names.
   *
   * @param which parent or child
   */
  String reference(Element joint, String which) {
    Element e = Xml.child(joint, which);
    if (e == null || !links.containsKey(e.getAttribute("link"))) {
      throw new RobotFileException(
          file
              + ": joint "
              + joint.getAttribute("name")
              + " has no "
              + which
              + " link"
              + (e == null
                  ? ": write <" + which + " link=\"...\"/> into it"
                  : " that is in the file, but "
                      + e.getAttribute("link")
                      + ": add that link, or remove the joint"));
    }
    return e.getAttribute("link");
  }
}
