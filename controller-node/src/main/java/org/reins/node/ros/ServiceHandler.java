package org.reins.node.ros;

/**
 * Answers requests, on one of the node's service threads, one at a time.
 *
 * @param <Q> the request
 * @param <R> the response
 */
public interface ServiceHandler<Q, R> {
  /** Answers one request. */
  R answer(Q request);
}
