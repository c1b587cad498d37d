package org.reins.launch.inspect;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.reins.filter.FilterReason;
import org.reins.filter.ReasonHandling;
import org.reins.filter.SupervisorEvent;
import org.reins.filter.SupervisorGuard;
import org.reins.filter.SupervisorMode;
import org.reins.filter.SupervisorRule;
import org.reins.filter.SupervisorTable;
import org.reins.node.filter.DriveNeed;
import org.reins.node.lifecycle.Transition;
import picocli.CommandLine.Command;

/** Prints the table that decides between following the policy and stopping. */
@Command(
    name = "supervisor",
    description =
        "Prints, in Markdown, the table by which the filter follows the policy, brakes and stops:"
            + " the one that the code runs.",
    mixinStandardHelpOptions = true,
    footer = {"", "Example:", "  reins supervisor > docs/supervisor.md"})
public final class SupervisorCommand implements Runnable {
  private static final String INTRODUCTION =
      """
      # The supervisor

      Made by `./reins supervisor`, from the tables that the code runs.

      Whether the filter follows the policy, brakes or stays stopped is decided by one table
      (`SupervisorTable`, package `org.reins.filter`). The filter computes a command and
      counts faults. The table says in which mode the cycle ends, and only the table latches and
      releases `STOP`. Arms and legs use the same one.

      Tests explore it breadth-first, without sampling:

      | test | what it explores |
      |---|---|
      | `SupervisorTableTest` | the table: every mode, event, set of conditions and reason |
      | `SupervisionExploredTest` | the real arm filter beside an environment with 19 kinds of moves |
      | `DrivingExploredTest` | lifecycle, needs and supervisor as parts, without threads and topics |

      They check: `STOP` is left only by a reset with a usable measurement, or by a start from
      nothing. Every command is finite, and within torque and torque rate, in every fault. The policy
      is followed for at most three cycles without a measurement. Nothing drives again without an act
      of a person. From every reachable state, a reset with good inputs leads to `PASS` again.
      Situations that differ only in a counter's value between its thresholds are explored once.

      What a robot does then is in [read a stop](how-to/read-a-stop.md).
      """;

  @Override
  public void run() {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    out.print(page());
    out.flush();
  }

  /** The page. */
  static String page() {
    StringBuilder page = new StringBuilder(INTRODUCTION);
    page.append("\n## Modes\n\n| mode | reported as | meaning |\n|---|---|---|\n");
    for (SupervisorMode m : SupervisorMode.values()) {
      row(page, code(m), code(m.action()), m.words());
    }
    page.append("\n## Transitions\n\nOf several rows that apply, the first one counts.\n\n");
    page.append("| in | on | if | then | reason afterwards |\n|---|---|---|---|---|\n");
    for (SupervisorRule r : SupervisorTable.RULES) {
      row(
          page,
          modes(r.from()),
          events(r.on()),
          r.guard() == SupervisorGuard.ALWAYS ? "" : r.guard().words(),
          r.to() != null
              ? code(r.to())
              : r.on().contains(SupervisorEvent.PASSED) ? named() : "no change",
          r.reason().words());
    }
    page.append("\n## Reasons\n\n| reason | at once | if it lasts |\n|---|---|---|\n");
    for (FilterReason r : FilterReason.values()) {
      row(page, code(r), ReasonHandling.of(r).words(), ReasonHandling.of(r).lasting());
    }
    page.append("\n## What driving needs\n\nAsked in this order.\n\n");
    page.append("| need | to activate | to reset |\n|---|---|---|\n");
    for (DriveNeed n : DriveNeed.values()) {
      row(page, n.words(), number(DriveNeed.FOR_ACTIVATION, n), number(DriveNeed.FOR_RESET, n));
    }
    page.append("\n## Lifecycle\n\nThe graph of `lifecycle_msgs`. Ids from 10 on are results.\n\n");
    page.append("| id | transition | from | to |\n|---|---|---|---|\n");
    for (Transition t : Transition.GRAPH) {
      row(page, "" + t.id(), t.label(), t.from().label(), t.to().label());
    }
    return page.toString();
  }

  private static void row(StringBuilder page, String... cells) {
    page.append("| ").append(String.join(" | ", cells)).append(" |\n");
  }

  private static String code(Enum<?> value) {
    return "`" + value.name() + "`";
  }

  private static String number(List<DriveNeed> needs, DriveNeed need) {
    return needs.contains(need) ? "" + (needs.indexOf(need) + 1) : "";
  }

  private static String modes(Collection<SupervisorMode> modes) {
    if (modes.size() == SupervisorMode.values().length) {
      return "any mode";
    }
    return sorted(modes).map(SupervisorCommand::code).collect(Collectors.joining(", "));
  }

  private static String events(Collection<SupervisorEvent> events) {
    if (Arrays.stream(SupervisorEvent.values())
        .filter(SupervisorEvent::isCycle)
        .allMatch(events::contains)) {
      return "the end of a cycle";
    }
    return sorted(events).map(SupervisorEvent::words).collect(Collectors.joining(", "));
  }

  private static String named() {
    return Arrays.stream(SupervisorEvent.values())
        .filter(SupervisorEvent::isCycle)
        .map(
            e ->
                e.words().replace("cycle: ", "")
                    + ": "
                    + code(
                        SupervisorTable.row(SupervisorMode.READY, e, 0)
                            .target(SupervisorMode.READY, e)))
        .collect(Collectors.joining("; "));
  }

  private static <E extends Enum<E>> Stream<E> sorted(Collection<E> some) {
    return some.stream().sorted();
  }
}
