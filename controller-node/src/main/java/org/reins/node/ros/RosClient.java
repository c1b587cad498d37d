package org.reins.node.ros;

import java.util.concurrent.CompletableFuture;

/**
 * Calls one service.
 *
 * @param <Q> the request
 * @param <R> the response
 */
public interface RosClient<Q, R> {
  /** Whether a matching server is available. */
  boolean isReady();

  /**
   * Sends a request.
   *
   * @return the response; completed on a middleware thread. Never completed if no response arrives:
   *     use a timeout
   */
  CompletableFuture<R> call(Q request);
}
