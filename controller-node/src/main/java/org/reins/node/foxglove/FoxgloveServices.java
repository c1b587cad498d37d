package org.reins.node.foxglove;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.reins.node.messages.StandardServices.Outcome;

/** The services that clients with the token can call. */
public interface FoxgloveServices {
  /** No services. */
  FoxgloveServices NONE =
      new FoxgloveServices() {
        @Override
        public List<ServiceSpec> all() {
          return List.of();
        }

        @Override
        public CompletableFuture<Outcome> call(ServiceSpec service, boolean value) {
          return CompletableFuture.completedFuture(new Outcome(false, "there are no services"));
        }
      };

  /** All of them; always the same. */
  List<ServiceSpec> all();

  /**
   * Calls a service; does not wait.
   *
   * @param value of a SetBool request; true for others
   * @return the answer; always completed after some seconds at most, exceptionally with one
   *     sentence if nobody answers
   */
  CompletableFuture<Outcome> call(ServiceSpec service, boolean value);
}
