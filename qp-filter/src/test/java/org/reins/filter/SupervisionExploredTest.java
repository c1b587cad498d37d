package org.reins.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.reins.filter.constraint.HalfSpace;
import org.reins.filter.qp.QpBackEnd;
import org.reins.filter.qp.QpProblem;
import org.reins.filter.qp.QpSolver;
import org.reins.filter.qp.QpStatus;
import org.reins.robot.file.RobotFiles;
import org.reins.robot.model.RobotModel;

/**
 * The real filter beside an abstract environment, breadth-first: in each situation the environment
 * makes every move that it has. A situation is what latched the filter, what it did last, and how
 * far its counters are. The filter cannot be copied, so each situation is reached again from the
 * start by the shortest sequence of moves.
 */
class SupervisionExploredTest {
  private static final RobotModel ROBOT = RobotFiles.load("panda");
  private static final int N = ROBOT.dof();
  // Cycles without a measurement that the filter predicts, and the longest of such times.
  private static final int PREDICTED = 3;
  private static final int AWAY = 100;
  private static final int BRAKES = 1_000;

  private enum Move {
    GOOD,
    WILD_TARGET,
    ACTION_STALE,
    ACTION_NAN,
    PAUSED,
    PERSON_UNKNOWN,
    STATE_AWAY,
    STATE_OLD,
    STATE_NAN,
    STATE_WILD,
    NO_SOLUTION,
    WRONG_SOLUTION,
    STOP_ASKED,
    RESET_WITHOUT_STATE,
    RESET_WITH_NAN,
    RESET,
    FORGET,
    // Many cycles at once, up to the last one that does not stop.
    AWAY_FOR_LONG,
    BRAKES_FOR_LONG;

    static final Set<Move> FOLLOWABLE = EnumSet.of(GOOD, WILD_TARGET, RESET);
    static final Set<Move> BAD_STATE =
        EnumSet.of(STATE_AWAY, STATE_OLD, STATE_NAN, STATE_WILD, AWAY_FOR_LONG);
  }

  private record Situation(
      FilterReason latched, FilterAction last, int away, int invalid, int brakes) {}

  /** The filter and what the environment counts. */
  private static final class Pair {
    final FaultySolver solver = new FaultySolver();
    final FilterInput in = new FilterInput(N, EnvelopeLevels.DEFAULT.base());
    final double[] before = new double[N];
    final SafetyFilter filter =
        new SafetyFilter(
            ROBOT,
            List.of(HalfSpace.table(0)),
            null,
            List.of(),
            FilterSettings.DEFAULT,
            (variables, rows) -> solver.over(QpBackEnd.OWN.make(variables, rows)));
    boolean started;
    FilterAction last = FilterAction.STOP;
    int away;
    int invalid;
    int brakes;

    void make(Move move) {
      int times =
          switch (move) {
            case AWAY_FOR_LONG -> AWAY - away;
            case BRAKES_FOR_LONG -> BRAKES - brakes;
            default -> 1;
          };
      for (int k = 0; k < times; k++) {
        cycle(move);
      }
    }

    private void cycle(Move move) {
      good();
      boolean held = filter.isStopped();
      FilterReason why = filter.stopReason();
      switch (move) {
        case GOOD -> {}
        case WILD_TARGET -> Arrays.fill(in.target, 1e6);
        case ACTION_STALE -> in.actionFresh = false;
        case ACTION_NAN -> in.target[2] = Double.NaN;
        case PAUSED -> in.paused = true;
        case PERSON_UNKNOWN -> in.personKnown = false;
        case STATE_AWAY, AWAY_FOR_LONG, RESET_WITHOUT_STATE -> in.stateFresh = false;
        case STATE_OLD -> {
          in.stateFresh = false;
          in.staleReason = FilterReason.STATE_OLD;
        }
        case STATE_NAN, RESET_WITH_NAN -> in.qd[1] = Double.NaN;
        case STATE_WILD -> in.q[3] = 1e9;
        case NO_SOLUTION, BRAKES_FOR_LONG -> solver.status = QpStatus.CAP_REACHED;
        case WRONG_SOLUTION -> solver.wrong = true;
        case STOP_ASKED -> filter.emergencyStop();
        case RESET, FORGET -> {}
      }
      if (move == Move.FORGET) {
        filter.forget();
        Arrays.fill(before, 0);
        started = false;
      }
      if (move == Move.RESET || move == Move.RESET_WITHOUT_STATE || move == Move.RESET_WITH_NAN) {
        boolean done = filter.reset(in);
        assertEquals(move == Move.RESET, done);
        if (done && !started) {
          started = true;
          firstCommand();
        }
        away = done ? 0 : away;
        invalid = done ? 0 : invalid;
        brakes = done ? 0 : brakes;
      }
      FilterOutput out = filter.step(in);
      count(move, out);
      check(move, held, why, out);
      last = out.action;
      System.arraycopy(out.command, 0, before, 0, N);
    }

    /** The torque that the robot holds before the first command. */
    private void firstCommand() {
      FilterOutput out = filter.step(in);
      System.arraycopy(out.command, 0, before, 0, N);
      System.arraycopy(out.command, 0, in.acceptedEffort, 0, N);
    }

    private void good() {
      System.arraycopy(ROBOT.posture(), 0, in.q, 0, N);
      System.arraycopy(ROBOT.posture(), 0, in.target, 0, N);
      System.arraycopy(before, 0, in.acceptedEffort, 0, N);
      Arrays.fill(in.qd, 0);
      Arrays.fill(in.stiffness, 50);
      in.stateFresh = true;
      in.staleReason = FilterReason.STATE_STALE;
      in.actionFresh = true;
      in.paused = false;
      in.personKnown = true;
      in.dt = 0.001;
      // Not the subject: a robot that stands still although torques act on it is a frozen sensor.
      in.torqueActs = false;
      solver.status = null;
      solver.wrong = false;
    }

    private void count(Move move, FilterOutput out) {
      boolean gone = Move.BAD_STATE.contains(move) || !in.stateFresh || move == Move.RESET_WITH_NAN;
      away = !started ? 0 : gone ? away + 1 : 0;
      boolean wrong =
          move == Move.STATE_NAN || move == Move.STATE_WILD || move == Move.RESET_WITH_NAN;
      invalid = !started || !gone && invalid == 0 ? 0 : wrong ? invalid + 1 : invalid;
      brakes = out.action == FilterAction.FALLBACK ? brakes + 1 : 0;
    }

    private void check(Move move, boolean held, FilterReason why, FilterOutput out) {
      String text = move + " in " + situation() + ": " + out.action + " " + out.reason;
      for (int i = 0; i < N; i++) {
        double most = ROBOT.joints().get(i).limits().effort();
        double step =
            ROBOT.joints().get(i).limits().effortRate() / ROBOT.control().rateHz() * (1 + 1e-9);
        assertTrue(Math.abs(out.command[i]) <= most, text);
        boolean first = move == Move.FORGET || move == Move.RESET;
        assertTrue(first || Math.abs(out.command[i] - before[i]) <= step + 1e-9, text);
      }
      // Before the start nothing is known of the robot.
      assertTrue(!started || ReasonHandling.of(out.reason).allows(out.action), text);
      boolean follows = out.action == FilterAction.PASS || out.action == FilterAction.MODIFIED;
      if (!started) {
        assertEquals(FilterAction.STOP, out.action, text);
        assertEquals(0, Arrays.stream(out.command).map(Math::abs).sum(), text);
      } else if (held && move != Move.RESET) {
        assertEquals(FilterAction.STOP, out.action, text);
        assertEquals(why, filter.stopReason(), text);
      } else if (move == Move.STOP_ASKED) {
        assertEquals(FilterAction.STOP, out.action, text);
      } else if (away > PREDICTED) {
        assertTrue(out.action.code() >= FilterAction.FALLBACK.code(), text);
      } else if (!Move.FOLLOWABLE.contains(move) && away == 0) {
        assertFalse(follows, text);
      }
      assertTrue(!started || filter.isStopped() == (out.action == FilterAction.STOP), text);
    }

    Situation situation() {
      return new Situation(
          filter.stopReason(),
          last,
          away <= PREDICTED ? Math.min(away, PREDICTED) : away < AWAY ? PREDICTED + 1 : AWAY,
          Math.min(invalid, 3),
          brakes == 0 ? 0 : brakes < BRAKES ? 1 : BRAKES);
    }
  }

  private static Pair at(List<Move> path) {
    Pair pair = new Pair();
    path.forEach(pair::make);
    return pair;
  }

  @Test
  void inEverySituation_stopStaysAndCommandsAreSafe_andAResetWithGoodInputsPasses() {
    Map<Situation, List<Move>> seen = new HashMap<>();
    Queue<Situation> open = new ArrayDeque<>();
    Situation start = new Pair().situation();
    seen.put(start, List.of());
    open.add(start);
    Set<FilterReason> latched = EnumSet.noneOf(FilterReason.class);
    while (!open.isEmpty()) {
      Situation situation = open.remove();
      List<Move> path = seen.get(situation);
      latched.add(situation.latched);
      goesOn(at(path), path);
      for (Move move : Move.values()) {
        if (!mayMake(move, situation)) {
          continue;
        }
        Pair pair = at(path);
        pair.make(move);
        List<Move> longer = new ArrayList<>(path);
        longer.add(move);
        if (seen.putIfAbsent(pair.situation(), longer) == null) {
          open.add(pair.situation());
        }
      }
    }
    assertTrue(
        latched.containsAll(
            Set.of(
                FilterReason.EMERGENCY_STOP,
                FilterReason.STATE_STALE,
                FilterReason.STATE_OLD,
                FilterReason.STATE_INVALID,
                FilterReason.STATE_IMPLAUSIBLE,
                FilterReason.PERSISTENT_FALLBACK)),
        latched.toString());
    assertTrue(seen.size() > 40, seen.size() + " situations");
  }

  /** Many cycles at once are only worth their time where nothing else has happened. */
  private static boolean mayMake(Move move, Situation s) {
    boolean quiet = s.away == 0 && s.invalid == 0 && s.brakes == 0;
    return move != Move.AWAY_FOR_LONG && move != Move.BRAKES_FOR_LONG
        || quiet && s.last == FilterAction.PASS;
  }

  private static void goesOn(Pair pair, List<Move> path) {
    pair.make(Move.RESET);
    for (int k = 0; k < 2_000 && pair.last != FilterAction.PASS; k++) {
      pair.make(Move.GOOD);
    }
    assertEquals(FilterAction.PASS, pair.last, () -> "after " + path + " and a reset");
  }

  /** The own solver, or a fault instead of it. */
  private static final class FaultySolver implements QpSolver {
    private QpSolver real;
    private QpStatus status;
    private boolean wrong;
    private double[] answer;

    QpSolver over(QpSolver solver) {
      real = solver;
      return this;
    }

    @Override
    public QpStatus solve(QpProblem problem) {
      QpStatus solved = real.solve(problem);
      answer = real.solution().clone();
      if (wrong) {
        Arrays.fill(answer, 1e9);
      }
      return status == null ? solved : status;
    }

    @Override
    public double[] solution() {
      return answer;
    }

    @Override
    public double[] multipliers() {
      return real.multipliers();
    }

    @Override
    public int iterations() {
      return real.iterations();
    }

    @Override
    public int conflictCount() {
      return 0;
    }

    @Override
    public int conflict(int k) {
      return 0;
    }

    @Override
    public void reset() {
      real.reset();
    }
  }
}
