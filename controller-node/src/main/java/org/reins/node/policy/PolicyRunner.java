package org.reins.node.policy;

/** A node that runs a policy, whatever the policy sees and answers. */
public interface PolicyRunner extends AutoCloseable {
  /** Starts the policy. */
  void start();

  /** Actions sent so far. */
  long published();

  /** Ends the policy, waits for it, and frees what it holds. */
  @Override
  void close();
}
