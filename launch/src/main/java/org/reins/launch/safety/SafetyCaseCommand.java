package org.reins.launch.safety;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.reins.launch.safety.SafetyCase.Claim;
import org.reins.launch.safety.SafetyCase.Evidence;
import org.reins.launch.safety.SafetyCase.Phrase;
import picocli.CommandLine.Command;

/** Prints the safety case. */
@Command(
    name = "safety-case",
    description =
        "Prints, in Markdown, what Reins claims about safety: hazards, claims, arguments, evidence,"
            + " assumptions, and what stays with the robot.",
    mixinStandardHelpOptions = true,
    footer = {"", "Example:", "  reins safety-case > docs/safety-case.md"})
public final class SafetyCaseCommand implements Runnable {
  private static final int WIDTH = 110;
  private static final String INTRODUCTION =
      """
      # Safety case

      Made by `./reins safety-case`.

      **No conformity is claimed**, neither with a standard nor with a regulation, and Reins is no safety function.
      This page says what Reins claims, why, and how to check it. A test checks that every test and command named here
      exists, that every claim has evidence, and that strong words about safety in README and docs belong to a claim.

      The pattern is that of ISO/IEC TR 5469: a function without learning (the filter, the supervisor, the watchdog)
      protects what learning drives. For the learned barrier the stages of AMLAS are named. Each hazard is tied, in our
      words, to a task that ISO 10218-2:2025 is about and to a subject of regulation (EU) 2023/1230, which applies
      from 20 January 2027. Their texts were not at hand, so no clause is cited. Under the regulation a change of
      software can be a substantial modification, and documents are kept for ten years: keep this page, the receipt
      and the recordings with them.
      """;

  @Override
  public void run() {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    out.print(page(SafetyCase.load()));
    out.flush();
  }

  /** The page. */
  static String page(SafetyCase all) {
    StringBuilder page = new StringBuilder(INTRODUCTION);
    page.append("\n## Hazards\n\n| id | hazard | task (ISO 10218-2) | regulation | claims |\n");
    page.append("|---|---|---|---|---|\n");
    for (SafetyCase.Hazard h : all.hazards()) {
      String claims =
          all.claims().stream()
              .filter(c -> c.hazards().contains(h.id()))
              .map(Claim::id)
              .collect(Collectors.joining(", "));
      page.append(
          "| %s | %s | %s | %s | %s |\n"
              .formatted(h.id(), h.hazard(), h.task(), h.regulation(), claims));
    }
    page.append("\n## Claims\n");
    all.claims().forEach(c -> claim(page, c));
    page.append("\n## Assumptions\n\n");
    all.assumptions().forEach(a -> item(page, "**" + a.id() + "**: " + a.text()));
    page.append("\n## What stays with the robot's own safety functions\n\n");
    all.robot().forEach(r -> item(page, r));
    page.append("\n## Not shown\n\n");
    all.open().forEach(o -> item(page, o));
    return page.toString();
  }

  private static void claim(StringBuilder page, Claim c) {
    page.append("\n### ").append(c.id()).append("\n\n");
    wrap(page, "**" + c.claim() + "**", "");
    page.append('\n');
    item(page, "Hazards: " + String.join(", ", c.hazards()));
    item(page, "Argument: " + c.argument());
    if (!c.stage().isEmpty()) {
      item(page, "AMLAS: " + c.stage());
    }
    if (!c.restsOn().isEmpty()) {
      item(page, "Rests on: " + String.join(", ", c.restsOn()));
    }
    item(page, "Evidence: " + words(c.evidence()));
    List<String> pages = c.said().stream().map(Phrase::page).distinct().toList();
    if (!pages.isEmpty()) {
      item(
          page,
          "Said in: "
              + pages.stream().map(SafetyCaseCommand::link).collect(Collectors.joining(", ")));
    }
  }

  private static String words(List<Evidence> evidence) {
    List<String> all = new ArrayList<>();
    for (Evidence e : evidence) {
      all.add("`" + (e.test().isEmpty() ? e.command() : e.test()) + "`");
    }
    return String.join(", ", all);
  }

  private static String link(String page) {
    boolean inside = page.startsWith("docs/");
    String from = inside ? page.substring("docs/".length()) : "../" + page;
    return "[" + page + "](" + from + ")";
  }

  private static void item(StringBuilder page, String text) {
    wrap(page, "- " + text, "  ");
  }

  /** Breaks lines between words, but not within a command. */
  private static void wrap(StringBuilder page, String text, String indent) {
    int column = 0;
    boolean code = false;
    for (String word : text.split(" ", -1)) {
      if (column > 0 && !code && column + 1 + word.length() > WIDTH) {
        page.append('\n').append(indent);
        column = indent.length();
      } else if (column > 0) {
        page.append(' ');
        column++;
      }
      page.append(word);
      column += word.length();
      code ^= word.chars().filter(c -> c == '`').count() % 2 == 1;
    }
    page.append('\n');
  }
}
