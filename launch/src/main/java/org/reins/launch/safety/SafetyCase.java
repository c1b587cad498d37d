package org.reins.launch.safety;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.reins.robot.ReinsException;
import org.reins.robot.file.YamlNode;

/**
 * What Reins claims about safety.
 *
 * @param hazards that the claims are about
 * @param claims in the order of their ids
 * @param assumptions that claims rest on
 * @param robot what stays with the robot's own safety functions
 * @param open what was not shown
 * @param notClaims strong words in the docs that claim nothing about safety
 */
record SafetyCase(
    List<Hazard> hazards,
    List<Claim> claims,
    List<Assumption> assumptions,
    List<String> robot,
    List<String> open,
    List<Phrase> notClaims) {
  private static final String RESOURCE = "/safety/case.yaml";

  /** A hazard, and how ISO 10218-2 and the machinery regulation call it, in words. */
  record Hazard(String id, String hazard, String task, String regulation) {}

  /** What a claim rests on. */
  record Assumption(String id, String text) {}

  /** Words of a page. */
  record Phrase(String page, String phrase) {}

  /**
   * A piece of evidence.
   *
   * @param test name of a test class, with {@code #method} where one method is meant; else empty
   * @param command to run; else empty
   */
  record Evidence(String test, String command) {
    Evidence {
      if (test.isEmpty() == command.isEmpty()) {
        throw new ReinsException("a piece of evidence must be a test or a command");
      }
    }
  }

  /**
   * A claim.
   *
   * @param stage of AMLAS, where learning is concerned; else empty
   * @param said where the docs say it
   */
  record Claim(
      String id,
      String claim,
      List<String> hazards,
      String argument,
      String stage,
      List<String> restsOn,
      List<Evidence> evidence,
      List<Phrase> said) {}

  SafetyCase {
    hazards = List.copyOf(hazards);
    claims = List.copyOf(claims);
    assumptions = List.copyOf(assumptions);
    robot = List.copyOf(robot);
    open = List.copyOf(open);
    notClaims = List.copyOf(notClaims);
    Set<String> known = new HashSet<>();
    hazards.forEach(h -> add(known, h.id()));
    assumptions.forEach(a -> add(known, a.id()));
    for (Claim c : claims) {
      add(known, c.id());
      for (List<String> named : List.of(c.hazards(), c.restsOn())) {
        for (String id : named) {
          if (!known.contains(id)) {
            throw new ReinsException("claim " + c.id() + " names " + id + ", which is not there");
          }
        }
      }
      if (c.evidence().isEmpty() || c.hazards().isEmpty() || c.argument().isBlank()) {
        throw new ReinsException("claim " + c.id() + " needs a hazard, an argument and evidence");
      }
    }
  }

  private static void add(Set<String> known, String id) {
    if (!known.add(id)) {
      throw new ReinsException("the safety case has " + id + " twice");
    }
  }

  /** Reads the one that comes with Reins. */
  static SafetyCase load() {
    try (InputStream in = SafetyCase.class.getResourceAsStream(RESOURCE)) {
      return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads one. */
  static SafetyCase parse(String yaml) {
    YamlNode root = YamlNode.parse("safety/case.yaml", yaml, "reins/safety-case/1");
    return new SafetyCase(
        root.get("hazards").items().stream()
            .map(
                n ->
                    new Hazard(
                        text(n, "id"), text(n, "hazard"), text(n, "task"), text(n, "regulation")))
            .toList(),
        root.get("claims").items().stream().map(SafetyCase::claim).toList(),
        root.get("assumptions").items().stream()
            .map(n -> new Assumption(text(n, "id"), text(n, "text")))
            .toList(),
        root.get("robot").items().stream().map(YamlNode::text).toList(),
        root.get("open").items().stream().map(YamlNode::text).toList(),
        phrases(root, "not_claims"));
  }

  private static Claim claim(YamlNode n) {
    return new Claim(
        text(n, "id"),
        text(n, "claim"),
        n.texts("hazards", List.of()),
        text(n, "argument"),
        n.text("stage", ""),
        n.texts("rests_on", List.of()),
        n.get("evidence").items().stream()
            .map(e -> new Evidence(e.text("test", ""), e.text("command", "")))
            .toList(),
        phrases(n, "said"));
  }

  private static List<Phrase> phrases(YamlNode n, String key) {
    return n.optionalItems(key).stream()
        .map(p -> new Phrase(text(p, "page"), text(p, "phrase")))
        .toList();
  }

  private static String text(YamlNode n, String key) {
    return n.get(key).text();
  }
}
