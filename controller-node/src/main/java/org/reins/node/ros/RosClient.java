package org.reins.node.ros;

import java.util.concurrent.CompletableFuture;

/**
 * Asks one service.
 *
 * @param <Q> the request
 * @param <R> the response
 */
public interface RosClient<Q, R> {
  /** Whether a server is there and hears us. */
  boolean isReady();

  /**
   * Sends a request.
   *
   * @return the response when it comes; completed on a thread of the middleware. Not completed at
   *     all when none comes: give a time limit
   */
  CompletableFuture<R> call(Q request);
}
