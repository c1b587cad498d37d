package org.reins.node.filter;

import org.reins.node.parameters.ParameterSnapshot;

/**
 * Whether the controller node may drive the robot with the files that it loaded and with its
 * parameters. Never called by the control thread.
 */
public interface Permit {
  /** Always allowed. */
  Permit NOT_NEEDED =
      new Permit() {
        @Override
        public void prepare(ParameterSnapshot p) {
          // Nothing to remember.
        }

        @Override
        public String loaded() {
          return "";
        }

        @Override
        public String check() {
          return "";
        }

        @Override
        public String difference() {
          return "";
        }

        @Override
        public void end() {
          // Nothing runs.
        }
      };

  /** Called before the node loads the files that its parameters name: remembers their content. */
  void prepare(ParameterSnapshot p);

  /**
   * Called after the node has loaded them; from now on, changes are watched for.
   *
   * @return one sentence if a file changed meanwhile, so that it is not known what was loaded
   */
  String loaded();

  /**
   * Checks everything now; may take as long as the file system does.
   *
   * @return why the robot must not be driven, as one sentence; empty if it may be
   */
  String check();

  /**
   * The result of the last check or watch; returns at once.
   *
   * @return why the robot must not be driven, as one sentence; empty if it may be
   */
  String difference();

  /** Ends watching. */
  void end();
}
