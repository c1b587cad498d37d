package org.reins.launch.walk;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.reins.node.policy.DescribedPolicies;

/** What makes a legged robot walk: a gait that a policy steers, or a policy's joint targets. */
public interface WalkDrive extends AutoCloseable {
  /** One of the compared runs. */
  enum Run {
    /** What the policy asks for reaches the motors. */
    UNFILTERED,
    /** With the whole filter. */
    FILTERED,
    /** With the filter of the joints, without the learned barrier. */
    WITHOUT_BARRIER;

    /** Name in JSON files. */
    public String key() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Loads what walks. */
  static WalkDrive of(WalkSetting setting) {
    return DescribedPolicies.isDescription(setting.policy())
        ? new PolicyDrive(
            setting, DescribedPolicies.load(setting.robot(), Path.of(setting.policy())))
        : new GaitDrive(setting);
  }

  /** The runs that differ: without a barrier there is none without it. */
  List<Run> runs();

  /** The episodes of a run. */
  WalkSuite suite(Run run);

  /** What the reader of the table must know. */
  List<String> notes();

  @Override
  void close();
}
