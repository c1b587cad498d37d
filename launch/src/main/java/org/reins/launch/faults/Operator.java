package org.reins.launch.faults;

import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.reins.filter.FilterAction;
import org.reins.filter.FilterReason;
import org.reins.node.lifecycle.LifecycleServices;
import org.reins.node.messages.FilterStatus;
import org.reins.node.messages.StandardServices;
import org.reins.node.messages.StandardServices.Outcome;
import org.reins.node.parameters.Parameter;
import org.reins.node.parameters.ParameterServices;
import org.reins.node.parameters.ParameterValue;
import org.reins.node.process.NodeClock;
import org.reins.node.ros.Qos;
import org.reins.node.ros.RosClient;
import org.reins.node.ros.RosNode;

/** The person at the robot: hears the filter's status, and calls its services. */
final class Operator {
  private static final long LATE = 300_000_000;

  private final RosClient<Boolean, Outcome> reset;
  private final RosClient<Boolean, Outcome> end;
  private final RosClient<Boolean, Outcome> emergencyStop;
  private final RosClient<List<Parameter>, ParameterServices.Result> parameters;
  private final RosClient<LifecycleServices.Change, Boolean> lifecycle;
  private volatile long heardAt;
  private volatile int action;
  private volatile int reason;

  Operator(RosNode node) {
    node.subscribe(FilterStatus.TYPE, "/safety_filter/status", Qos.STATUS, this::heard);
    reset = node.client(StandardServices.TRIGGER, "/safety_filter/reset_fault");
    end = node.client(StandardServices.TRIGGER, "/robot_sim/end");
    emergencyStop = node.client(StandardServices.TRIGGER, "/safety_filter/emergency_stop");
    parameters =
        node.client(ParameterServices.SET_ATOMICALLY, "/safety_filter/set_parameters_atomically");
    lifecycle = node.client(LifecycleServices.CHANGE_STATE, "/safety_filter/change_state");
  }

  private void heard(FilterStatus m) {
    reason = m.reason;
    action = m.action;
    heardAt = NodeClock.nanos();
  }

  /** Whether the filter sends statuses. */
  boolean hears() {
    return NodeClock.nanos() - heardAt < LATE;
  }

  /** Whether the filter works and drives the robot. */
  boolean drives() {
    return NodeClock.nanos() - heardAt < LATE && action != FilterAction.STOP.code();
  }

  /** Whether the filter works and says that it has stopped for this reason. */
  boolean isStoppedBy(FilterReason wanted) {
    return NodeClock.nanos() - heardAt < LATE
        && action == FilterAction.STOP.code()
        && reason == wanted.code();
  }

  /** Requests a reset; returns empty if it was done, else why not. */
  String reset() throws InterruptedException {
    return call(reset, "~/reset_fault");
  }

  /** Ends the run of the simulated robot; returns empty if it was done, else why not. */
  String endRun() throws InterruptedException {
    return call(end, "/robot_sim/end");
  }

  /** Requests an emergency stop; returns the answer. */
  String stop() throws InterruptedException {
    return call(emergencyStop, "~/emergency_stop");
  }

  /** Sets a parameter; returns empty if it was set, else why not. */
  String set(String name, double value) throws InterruptedException {
    ParameterServices.Result r =
        answer(parameters, List.of(new Parameter(name, ParameterValue.of(value))));
    return r == null ? "no answer" : r.successful() ? "" : r.reason();
  }

  /** Asks for a transition; returns empty if it was done, else that it was refused. */
  String change(String label) throws InterruptedException {
    Boolean done = answer(lifecycle, new LifecycleServices.Change(0, label));
    return done == null ? "no answer" : done ? "" : "refused: " + label;
  }

  /** Calls a service; returns empty if it was done, else why not. */
  static String call(RosClient<Boolean, Outcome> service, String name) throws InterruptedException {
    Outcome done = answer(service, true);
    return done == null ? name + " did not answer" : done.success() ? "" : done.message();
  }

  private static <Q, A> A answer(RosClient<Q, A> service, Q request) throws InterruptedException {
    try {
      return await(service::isReady, 10) ? service.call(request).get(5, TimeUnit.SECONDS) : null;
    } catch (ExecutionException | TimeoutException e) {
      return null;
    }
  }

  /** Waits for a condition; returns whether it came true in time. */
  static boolean await(BooleanSupplier condition, double seconds) {
    long until = NodeClock.nanos() + Math.round(1e9 * seconds);
    // A condition may be a request, which must not be repeated once it is granted.
    boolean met = condition.getAsBoolean();
    while (!met && NodeClock.nanos() - until < 0) {
      LockSupport.parkNanos(1_000_000);
      met = condition.getAsBoolean();
    }
    return met;
  }
}
