package org.reins.launch.safety;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.reins.launch.safety.SafetyCase.Claim;
import org.reins.launch.safety.SafetyCase.Evidence;
import org.reins.launch.safety.SafetyCase.Phrase;
import org.reins.robot.ReinsException;

class SafetyCaseTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  // Words that promise: a line of the docs with one of them is a claim, or is named as none.
  private static final Pattern STRONG =
      Pattern.compile("(?i).*\\b(never|always|at all times|whichever|whatever)\\b.*");
  // Made by commands, or about measurements and methods only.
  private static final Set<String> APART =
      Set.of(
          "docs/faults.md",
          "docs/learning.md",
          "docs/models.md",
          "docs/parameters.md",
          "docs/performance.md",
          "docs/safety-case.md",
          "docs/supervisor.md");

  private final SafetyCase all = SafetyCase.load();

  @Test
  void thePageInTheDocsIsTheCase() throws IOException {
    assertEquals(
        SafetyCaseCommand.page(all),
        Files.readString(ROOT.resolve("docs/safety-case.md")),
        "./reins safety-case > docs/safety-case.md");
  }

  @Test
  void everyTestThatIsNamedExists() throws IOException {
    Map<String, Path> tests = new HashMap<>();
    try (Stream<Path> modules = Files.list(ROOT)) {
      for (Path module : modules.map(m -> m.resolve("src/test/java")).toList()) {
        if (Files.isDirectory(module)) {
          try (Stream<Path> files = Files.walk(module)) {
            files.forEach(f -> tests.put(f.getFileName().toString(), f));
          }
        }
      }
    }
    for (Claim c : all.claims()) {
      for (Evidence e : c.evidence()) {
        if (!e.test().isEmpty()) {
          String[] parts = e.test().split("#", -1);
          Path file = tests.get(parts[0] + ".java");
          assertTrue(file != null, c.id() + " names " + e.test());
          assertTrue(
              parts.length == 1 || Files.readString(file).contains("void " + parts[1] + "("),
              c.id() + " names " + e.test());
        }
      }
    }
  }

  @Test
  void everyHazardHasAClaim_andEveryAssumptionIsRestedOn() {
    Set<String> used = new HashSet<>();
    all.claims().forEach(c -> used.addAll(c.hazards()));
    all.claims().forEach(c -> used.addAll(c.restsOn()));
    all.hazards().forEach(h -> assertTrue(used.contains(h.id()), h.id()));
    all.assumptions().forEach(a -> assertTrue(used.contains(a.id()), a.id()));
  }

  @Test
  void whatTheDocsPromiseIsAClaim_orIsNamedAsNone() throws IOException {
    List<Phrase> known = new ArrayList<>(all.notClaims());
    all.claims().forEach(c -> known.addAll(c.said()));
    List<String> unclaimed = new ArrayList<>();
    Set<Phrase> found = new HashSet<>();
    for (Path page : pages()) {
      String name = ROOT.relativize(page).toString();
      boolean code = false;
      for (String line : Files.readAllLines(page)) {
        code ^= line.startsWith("```");
        List<Phrase> here =
            known.stream().filter(p -> p.page().equals(name) && line.contains(p.phrase())).toList();
        found.addAll(here);
        if (!code && here.isEmpty() && STRONG.matcher(line).matches() && !isApart(name)) {
          unclaimed.add(name + ": " + line);
        }
      }
    }
    assertEquals(List.of(), unclaimed);
    assertEquals(List.of(), known.stream().filter(p -> !found.contains(p)).toList());
  }

  private static boolean isApart(String page) {
    return APART.contains(page) || page.startsWith("docs/results/");
  }

  private static List<Path> pages() throws IOException {
    try (Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
      return Stream.concat(
              Stream.of(ROOT.resolve("README.md")),
              docs.filter(p -> p.toString().endsWith(".md")).sorted())
          .toList();
    }
  }

  @Test
  void aClaimWithoutEvidenceOrWithAnUnknownHazardIsRefused() {
    String head =
        "schema: reins/safety-case/1\nhazards: []\nassumptions: []\nrobot: []\nopen: []\n";
    String claim = "claims: [{id: C1, claim: c, argument: a, hazards: [%s], evidence: [%s]}]\n";
    for (String wrong : List.of(claim.formatted("H9", "{test: T}"), claim.formatted("", ""))) {
      assertThrows(ReinsException.class, () -> SafetyCase.parse(head + wrong));
    }
  }
}
