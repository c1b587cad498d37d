package org.reins.launch.demo;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.reins.filter.FilterAction;
import org.reins.filter.FilterReason;
import org.reins.node.embedded.EmbeddedBackend;
import org.reins.node.json.Json;
import org.reins.node.messages.Diagnostics;
import org.reins.node.messages.FilterStatus;
import org.reins.node.messages.StandardServices;
import org.reins.node.messages.StandardServices.Outcome;
import org.reins.node.process.NodeClock;
import org.reins.node.ros.NodeNames;
import org.reins.node.ros.Qos;
import org.reins.node.ros.RosClient;
import org.reins.node.ros.RosNode;

/**
 * The operator of a demo: resets stops that this machine caused by delaying processes, as a person
 * would, and records them. If requested, it also pushes the tool once the policy has earned a
 * level, and ends the run when the level has been withdrawn.
 *
 * <p>{@link #watch} belongs to one thread; the filter's messages arrive on another one.
 */
final class DemoOperator implements AutoCloseable {
  /** Stops that a busy machine causes: states or cycles that were too late. */
  private static final Set<FilterReason> BY_THE_HOST =
      Set.of(FilterReason.STATE_STALE, FilterReason.STATE_OLD, FilterReason.LOOP_STALLED);

  private static final long BEFORE_RESET = 500_000_000L;
  private static final long HELD_BEFORE_PUSH = 1_000_000_000L;
  private static final long AFTER_PUSH = 4_000_000_000L;

  private final RosNode node;
  private final RosClient<Boolean, Outcome> reset;
  private final RosClient<Boolean, Outcome> push;
  private final RosClient<Boolean, Outcome> end;
  private final boolean waitsForLevel;
  private final ArrayNode resets = Json.MAPPER.createArrayNode();
  private volatile int action;
  private volatile int reason;
  private volatile int level;
  private volatile String evidence = "";
  private long stoppedAt;
  private long earnedAt;
  private long pushedAt;
  private CompletableFuture<Outcome> asked;
  private boolean ending;

  /**
   * Joins the graph.
   *
   * @param domain of DDS, on this machine only
   * @param waitsForLevel whether to push once a level is earned, and to end the run after that
   */
  DemoOperator(int domain, boolean waitsForLevel) {
    this.waitsForLevel = waitsForLevel;
    node = new EmbeddedBackend(domain).createNode(NodeNames.of("operator"));
    node.subscribe(FilterStatus.TYPE, "/safety_filter/status", Qos.STATUS, this::heard);
    node.subscribe(Diagnostics.TYPE, "/diagnostics", Qos.RELIABLE, m -> heard(m.value));
    reset = node.client(StandardServices.TRIGGER, "/safety_filter/reset_fault");
    push = node.client(StandardServices.TRIGGER, "/robot_sim/push");
    end = node.client(StandardServices.TRIGGER, "/robot_sim/end");
  }

  private void heard(FilterStatus m) {
    reason = m.reason;
    level = m.level;
    action = m.action;
  }

  private void heard(Diagnostics m) {
    if (!m.name().endsWith(": planner")) {
      return;
    }
    String setback = m.value("last setback");
    evidence =
        String.format(
            Locale.ROOT,
            ": evidence %s of %s, lowest for %s%s",
            m.value("evidence"),
            m.value("evidence needed"),
            m.value("least evidence on"),
            setback.isEmpty() ? "" : "; last setback: " + setback);
  }

  /** Checks once; returns in words what it waits for, or an empty string. */
  String watch() {
    long now = NodeClock.nanos();
    resetWhereTheHostStopped(now);
    return waitsForLevel ? provoke(now) : "";
  }

  private void resetWhereTheHostStopped(long now) {
    boolean stopped = action == FilterAction.STOP.code();
    FilterReason why = FilterReason.of(reason);
    if (!stopped || why == null || !BY_THE_HOST.contains(why)) {
      stoppedAt = 0;
      return;
    }
    if (stoppedAt == 0) {
      stoppedAt = now;
    } else if (now - stoppedAt > BEFORE_RESET && isFree() && reset.isReady()) {
      asked = reset.call(true);
      stoppedAt = now;
      resets.add(why.name().toLowerCase(Locale.ROOT));
    }
  }

  private String provoke(long now) {
    if (level < 1 && pushedAt == 0) {
      earnedAt = 0;
      return "until a level is earned" + evidence;
    }
    if (pushedAt == 0) {
      earnedAt = earnedAt == 0 ? now : earnedAt;
      if (now - earnedAt > HELD_BEFORE_PUSH && isFree() && push.isReady()) {
        asked = push.call(true);
        pushedAt = now;
      }
      return "level " + level + " is earned";
    }
    if (now - pushedAt > AFTER_PUSH && !ending && end.isReady()) {
      ending = true;
      asked = end.call(true);
    }
    return "the tool was pushed at level 1 or above";
  }

  private boolean isFree() {
    return asked == null || asked.isDone();
  }

  /** Records the resets. */
  void report(ObjectNode figures) {
    figures.put("operator_resets", resets.size());
    figures.set("operator_reset_reasons", resets);
    figures.put("evidence", "level " + level + evidence);
  }

  @Override
  public void close() {
    node.close();
  }
}
