package org.reins.node.controller;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.reins.node.messages.CommandArray;
import org.reins.node.messages.JointState;
import org.reins.node.messages.PolicyAction;
import org.reins.node.ros.MessageType;
import org.reins.node.ros.NodeNames;
import org.reins.node.ros.PolledSubscription;
import org.reins.node.ros.Qos;
import org.reins.node.ros.RosClient;
import org.reins.node.ros.RosNode;
import org.reins.node.ros.RosPublisher;
import org.reins.node.ros.RosService;
import org.reins.node.ros.RosSubscription;
import org.reins.node.ros.SampleListener;
import org.reins.node.ros.ServiceHandler;
import org.reins.node.ros.ServiceType;
import org.reins.node.ros.TopicWatch;
import org.reins.node.watchdog.Overseer;
import org.reins.robot.model.RobotModel;

/**
 * A node whose joint states and commands go over the shared file of the robot's controller, and
 * everything else over its middleware. A preceding controller's references arrive as actions; while
 * they do, actions of the topic are not delivered.
 */
public final class ControllerNode implements RosNode {
  private static final TopicWatch NOBODY =
      new TopicWatch() {
        @Override
        public int others() {
          return 0;
        }

        @Override
        public List<String> publishers() {
          return List.of();
        }

        @Override
        public void close() {
          // It holds no resources.
        }
      };

  private final RosNode node;
  private final ControllerLink link;

  /**
   * Starts to look for the controller.
   *
   * @param node for everything else; not closed by this node
   * @param file created by the controller; it need not exist yet
   * @param mode {@code output.mode}
   * @throws ControllerException if the controller has no such mode
   */
  public ControllerNode(RosNode node, Path file, RobotModel robot, String mode) {
    this.node = node;
    link = new ControllerLink(file, robot, mode);
  }

  /** The controller, which may take the robot; closed with this node. */
  public Overseer overseer() {
    return link;
  }

  @Override
  public NodeNames names() {
    return node.names();
  }

  @Override
  public void warnTo(Consumer<String> taker) {
    node.warnTo(taker);
  }

  @Override
  public <M> RosPublisher<M> publisher(MessageType<M> type, String topic, Qos qos) {
    if (qos != Qos.COMMAND || !(type.create() instanceof CommandArray)) {
      return node.publisher(type, topic, qos);
    }
    return new RosPublisher<>() {
      @Override
      public boolean publish(M message) {
        return link.send(((CommandArray) message).values);
      }

      @Override
      public int matched() {
        return link.isActive() ? 1 : 0;
      }
    };
  }

  @Override
  @SuppressWarnings("unchecked")
  public <M> RosSubscription listen(
      MessageType<M> type, String topic, Qos qos, SampleListener<M> listener) {
    M kind = type.create();
    if (kind instanceof JointState) {
      link.states((SampleListener<JointState>) listener);
      return new States();
    }
    if (kind instanceof PolicyAction) {
      link.actions((SampleListener<PolicyAction>) listener);
      return node.listen(type, topic, qos, new Unreferenced<>(listener));
    }
    return node.listen(type, topic, qos, listener);
  }

  /** Passes on what arrives while no preceding controller gives the actions. */
  private final class Unreferenced<M> implements SampleListener<M> {
    private final SampleListener<M> listener;

    Unreferenced(SampleListener<M> listener) {
      this.listener = listener;
    }

    @Override
    public void receive(M message, long sender) {
      if (!link.isReferenced() && link.beginAction()) {
        listener.receive(message, sender);
        link.endAction();
      }
    }

    @Override
    public void refused(M message, long sender) {
      listener.refused(message, sender);
    }
  }

  /** The states of the shared file. */
  private final class States implements PolledSubscription {
    @Override
    public void poll() {
      link.poll();
    }

    @Override
    public void pause(long nanos) {
      link.pause(nanos);
    }

    @Override
    public long rejected() {
      return 0;
    }

    @Override
    public int matched() {
      return link.isActive() ? 1 : 0;
    }

    @Override
    public List<String> publishers() {
      return List.of();
    }
  }

  @Override
  public TopicWatch watch(MessageType<?> type, String topic, Qos qos) {
    Object kind = type.create();
    return kind instanceof CommandArray || kind instanceof JointState
        ? NOBODY
        : node.watch(type, topic, qos);
  }

  @Override
  public <Q, R> RosService serve(
      ServiceType<Q, R> type, String service, ServiceHandler<Q, R> handler) {
    return node.serve(type, service, handler);
  }

  @Override
  public <Q, R> RosService serveApart(
      ServiceType<Q, R> type, String service, ServiceHandler<Q, R> handler) {
    return node.serveApart(type, service, handler);
  }

  @Override
  public <Q, R> RosClient<Q, R> client(ServiceType<Q, R> type, String service) {
    return node.client(type, service);
  }

  @Override
  public List<String> otherNodes() {
    return node.otherNodes();
  }

  /** Ends the link to the controller. */
  @Override
  public void close() {
    link.close();
  }
}
