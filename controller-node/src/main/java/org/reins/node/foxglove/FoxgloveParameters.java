package org.reins.node.foxglove;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.reins.node.parameters.ParameterType;
import org.reins.node.parameters.ParameterValue;

/** The parameters that clients read, and set if they have the token. */
public interface FoxgloveParameters {
  /** No parameters. */
  FoxgloveParameters NONE =
      new FoxgloveParameters() {
        @Override
        public List<String> names() {
          return List.of();
        }

        @Override
        public ParameterType type(String name) {
          return null;
        }

        @Override
        public CompletableFuture<Map<String, ParameterValue>> get(List<String> names) {
          return CompletableFuture.completedFuture(Map.of());
        }

        @Override
        public CompletableFuture<String> set(String name, ParameterValue value) {
          return CompletableFuture.completedFuture("there are no parameters");
        }

        @Override
        public void listen(Consumer<Map<String, ParameterValue>> changed) {
          // Nothing changes.
        }
      };

  /** Names of all of them, such as {@code /safety_filter.envelope.speed_scale}. */
  List<String> names();

  /** The type of a parameter; null if there is none with this name. */
  ParameterType type(String name);

  /**
   * Asks for values; does not wait.
   *
   * @return the values, without those of nodes that do not answer and of unknown names; completed
   *     after some seconds at most
   */
  CompletableFuture<Map<String, ParameterValue>> get(List<String> names);

  /**
   * Sets a parameter through the checks of its node; does not wait.
   *
   * @param name of an existing parameter
   * @return why it was not set, as one sentence, or empty; completed after some seconds at most
   */
  CompletableFuture<String> set(String name, ParameterValue value);

  /** Calls a listener with the new values whenever some change; on any thread. */
  void listen(Consumer<Map<String, ParameterValue>> changed);
}
