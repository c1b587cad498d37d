package org.reins.launch.faults;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import org.reins.filter.Envelope;
import org.reins.filter.EnvelopeLevels;
import org.reins.node.lifecycle.LifecycleServices;
import org.reins.node.messages.EnvelopeUpdate;
import org.reins.node.messages.JointState;
import org.reins.node.messages.PolicyAction;
import org.reins.node.parameters.Parameter;
import org.reins.node.parameters.ParameterServices;
import org.reins.node.parameters.ParameterValue;
import org.reins.node.process.NodeClock;
import org.reins.node.ros.Qos;
import org.reins.node.ros.RosClient;
import org.reins.node.ros.RosNode;
import org.reins.node.ros.RosPublisher;
import org.reins.robot.model.RobotModel;

/** What a peer without permission can do to a filter on a DDS without security. */
enum HostileAttack {
  FORGED_STATES("H01", "states at random, 1000 per second", true) {
    @Override
    void begin(FaultRig rig, HostilePeers peers) {
      RosPublisher<JointState> out = states(rig);
      JointState m = new JointState(rig.robot().dof());
      peers.repeat(1_000, () -> out.publish(random(m, rig.robot())));
    }
  },
  REPLAYED_STATES("H02", "the robot's own states, a second later", true) {
    @Override
    void begin(FaultRig rig, HostilePeers peers) {
      RosPublisher<JointState> out = states(rig);
      Deque<JointState> past = new ArrayDeque<>();
      rig.seen()
          .states(
              m -> {
                past.add(copy(m));
                if (past.size() > SECOND) {
                  out.publish(past.remove());
                }
                return true;
              });
    }
  },
  SHIFTED_STATES("H03", "the robot's own states, stamped half a second ahead", true) {
    @Override
    void begin(FaultRig rig, HostilePeers peers) {
      RosPublisher<JointState> out = states(rig);
      rig.seen()
          .states(
              m -> {
                JointState shifted = copy(m);
                shifted.header.stampNanos += 500_000_000;
                out.publish(shifted);
                return true;
              });
    }
  },
  FLOOD_OF_STATES("H04", "20,000 plausible states per second", true) {
    @Override
    void begin(FaultRig rig, HostilePeers peers) {
      RosPublisher<JointState> out = states(rig);
      JointState m = new JointState(rig.robot().dof());
      System.arraycopy(rig.robot().posture(), 0, m.position, 0, m.position.length);
      peers.repeat(
          FLOOD,
          () -> {
            m.header.stampNanos = NodeClock.wallNanos();
            out.publish(m);
          });
    }
  },
  FORGED_ACTIONS("H05", "actions at random, 1000 per second", false) {
    @Override
    void begin(FaultRig rig, HostilePeers peers) {
      RosPublisher<PolicyAction> out = actions(rig);
      PolicyAction m = new PolicyAction(rig.robot().dof());
      peers.repeat(1_000, () -> out.publish(random(m)));
    }
  },
  REPLAYED_ACTIONS("H06", "the policy's own actions, a second later", false) {
    @Override
    void begin(FaultRig rig, HostilePeers peers) {
      RosPublisher<PolicyAction> out = actions(rig);
      Deque<PolicyAction> past = new ArrayDeque<>();
      rig.mover()
          .tap(
              m -> {
                past.add(copy(m));
                if (past.size() > 50) {
                  out.publish(past.remove());
                }
                return true;
              });
    }
  },
  SHIFTED_ACTIONS("H07", "actions at random, stamped ten seconds ahead", false) {
    @Override
    void begin(FaultRig rig, HostilePeers peers) {
      RosPublisher<PolicyAction> out = actions(rig);
      PolicyAction m = new PolicyAction(rig.robot().dof());
      peers.repeat(
          100,
          () -> {
            random(m);
            m.header.stampNanos += 10_000_000_000L;
            out.publish(m);
          });
    }
  },
  FLOOD_OF_ACTIONS("H08", "20,000 actions per second", false) {
    @Override
    void begin(FaultRig rig, HostilePeers peers) {
      RosPublisher<PolicyAction> out = actions(rig);
      PolicyAction m = new PolicyAction(rig.robot().dof());
      peers.repeat(FLOOD, () -> out.publish(random(m)));
    }
  },
  FORGED_ENVELOPES("H09", "envelopes beyond all limits, 100 per second", false) {
    @Override
    void begin(FaultRig rig, HostilePeers peers) {
      RosPublisher<EnvelopeUpdate> out = envelopes(rig);
      EnvelopeUpdate m = new EnvelopeUpdate();
      double[] wild = {Double.NaN, 1e9, -1, Double.POSITIVE_INFINITY, 0};
      SplittableRandom random = new SplittableRandom(9);
      peers.repeat(
          100,
          () -> {
            m.level = random.nextInt(-2, 100);
            m.speedScale = wild[random.nextInt(wild.length)];
            m.stiffnessScale = wild[random.nextInt(wild.length)];
            m.margin = wild[random.nextInt(wild.length)];
            m.header.stampNanos = NodeClock.wallNanos();
            out.publish(m);
          });
    }
  },
  REPLAYED_ENVELOPES("H10", "envelopes of ten seconds ago", false) {
    @Override
    void begin(FaultRig rig, HostilePeers peers) {
      RosPublisher<EnvelopeUpdate> out = envelopes(rig);
      EnvelopeUpdate m = new EnvelopeUpdate();
      peers.repeat(100, () -> out.publish(widest(m, -10)));
    }
  },
  SHIFTED_ENVELOPES("H11", "envelopes stamped an hour ahead", false) {
    @Override
    void begin(FaultRig rig, HostilePeers peers) {
      RosPublisher<EnvelopeUpdate> out = envelopes(rig);
      EnvelopeUpdate m = new EnvelopeUpdate();
      peers.repeat(100, () -> out.publish(widest(m, 3600)));
    }
  },
  FLOOD_OF_ENVELOPES("H12", "20,000 valid envelopes per second", false) {
    @Override
    void begin(FaultRig rig, HostilePeers peers) {
      RosPublisher<EnvelopeUpdate> out = envelopes(rig);
      EnvelopeUpdate m = new EnvelopeUpdate();
      peers.repeat(FLOOD, () -> out.publish(widest(m, 0)));
    }
  },
  FLOOD_OF_PARAMETERS("H13", "settings of a parameter, as fast as 4 nodes can", false) {
    @Override
    void begin(FaultRig rig, HostilePeers peers) {
      for (int k = 0; k < CALLERS; k++) {
        RosClient<List<Parameter>, ParameterServices.Result> set =
            rig.guest()
                .client(
                    ParameterServices.SET_ATOMICALLY, "/safety_filter/set_parameters_atomically");
        SplittableRandom random = new SplittableRandom(k);
        Outstanding calls = new Outstanding();
        peers.repeat(
            UNBOUNDED,
            () ->
                calls.call(
                    set,
                    List.of(
                        new Parameter(
                            "filter.alpha", ParameterValue.of(random.nextDouble(-1, 20))))));
      }
    }
  },
  FLOOD_OF_CALLS("H14", "4,000 calls of other services per second, from 4 nodes", false) {
    @Override
    void begin(FaultRig rig, HostilePeers peers) {
      for (int k = 0; k < CALLERS; k++) {
        RosNode guest = rig.guest();
        RosClient<LifecycleServices.Change, Boolean> change =
            guest.client(LifecycleServices.CHANGE_STATE, "/safety_filter/change_state");
        RosClient<ParameterServices.ListRequest, ParameterServices.ListResult> list =
            guest.client(ParameterServices.LIST, "/safety_filter/list_parameters");
        Outstanding calls = new Outstanding();
        peers.repeat(
            CALLS,
            () -> {
              calls.call(change, new LifecycleServices.Change(0, "configure"));
              calls.call(list, new ParameterServices.ListRequest(List.of(), 0));
            });
      }
    }
  },
  DISCOVERY("H15", "200 participants that do not exist announce themselves", false) {
    @Override
    void begin(FaultRig rig, HostilePeers peers) {
      DiscoveryFlood flood = new DiscoveryFlood(rig.domain(), PARTICIPANTS);
      rig.discovery(flood);
      peers.repeat(PARTICIPANTS, flood::announce);
    }
  };

  static final int PARTICIPANTS = 200;
  private static final int FLOOD = 20_000;
  private static final int SECOND = 1_000;
  private static final int CALLERS = 4;
  private static final int CALLS = 500;
  private static final double UNBOUNDED = Double.POSITIVE_INFINITY;
  private static final long UNREADY_NANOS = 1_000_000;

  private final String id;
  private final String what;
  private final boolean stops;

  HostileAttack(String id, String what, boolean stops) {
    this.id = id;
    this.what = what;
    this.stops = stops;
  }

  /** Its id. */
  String id() {
    return id;
  }

  /** What it is, in words. */
  String what() {
    return what;
  }

  /** Whether the filter must stop by itself, because it cannot tell who is right. */
  boolean stops() {
    return stops;
  }

  /** Starts it; it lasts until the rig heals and the peers end. */
  abstract void begin(FaultRig rig, HostilePeers peers);

  /** Calls whose answers are not awaited; of so many, the oldest is given up. */
  private static final class Outstanding {
    private static final int MOST = 100;
    private final Deque<CompletableFuture<?>> open = new ArrayDeque<>();

    <Q, A> void call(RosClient<Q, A> service, Q request) {
      if (!service.isReady()) {
        LockSupport.parkNanos(UNREADY_NANOS);
        return;
      }
      open.add(service.call(request));
      if (open.size() > MOST) {
        open.remove().cancel(false);
      }
    }
  }

  private static RosPublisher<JointState> states(FaultRig rig) {
    return rig.guest()
        .publisher(JointState.type(rig.robot().jointNames()), "/joint_states", Qos.COMMAND);
  }

  private static RosPublisher<PolicyAction> actions(FaultRig rig) {
    return rig.guest()
        .publisher(PolicyAction.type(rig.robot().jointNames()), "/policy/action", Qos.RELIABLE);
  }

  private static RosPublisher<EnvelopeUpdate> envelopes(FaultRig rig) {
    return rig.guest().publisher(EnvelopeUpdate.TYPE, "/envelope_planner/envelope", Qos.LATCHED);
  }

  private static JointState copy(JointState m) {
    JointState made = new JointState(m.position.length);
    made.take(m);
    return made;
  }

  private static PolicyAction copy(PolicyAction m) {
    PolicyAction made = new PolicyAction(m.target.length);
    made.header.stampNanos = m.header.stampNanos;
    System.arraycopy(m.target, 0, made.target, 0, m.target.length);
    System.arraycopy(m.stiffness, 0, made.stiffness, 0, m.stiffness.length);
    return made;
  }

  private static final SplittableRandom RANDOM = new SplittableRandom(31);

  private static JointState random(JointState m, RobotModel robot) {
    for (int i = 0; i < m.position.length; i++) {
      m.position[i] = robot.posture()[i] + RANDOM.nextDouble(-2, 2);
      m.velocity[i] = RANDOM.nextDouble(-2, 2);
    }
    m.header.stampNanos = NodeClock.wallNanos();
    return m;
  }

  private static PolicyAction random(PolicyAction m) {
    for (int i = 0; i < m.target.length; i++) {
      m.target[i] = RANDOM.nextDouble(-4, 4);
      m.stiffness[i] = RANDOM.nextDouble(0, 1_000);
    }
    m.header.stampNanos = NodeClock.wallNanos();
    return m;
  }

  private static EnvelopeUpdate widest(EnvelopeUpdate m, double secondsAhead) {
    Envelope most = EnvelopeLevels.DEFAULT.at(EnvelopeLevels.DEFAULT.top());
    m.level = most.level();
    m.speedScale = most.speedScale();
    m.stiffnessScale = most.stiffnessScale();
    m.margin = most.margin();
    m.header.stampNanos = NodeClock.wallNanos() + Math.round(1e9 * secondsAhead);
    return m;
  }

  /** The ids. */
  static List<String> ids() {
    List<String> all = new ArrayList<>();
    for (HostileAttack a : values()) {
      all.add(a.id);
    }
    return all;
  }
}
