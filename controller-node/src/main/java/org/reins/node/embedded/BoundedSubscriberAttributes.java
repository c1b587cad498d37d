package org.reins.node.embedded;

import com.eprosima.xmlschemas.fastrtps_profiles.HistoryMemoryPolicyType;
import com.eprosima.xmlschemas.fastrtps_profiles.SubscriberProfileType;
import java.lang.reflect.Field;
import org.reins.node.ros.RosException;
import us.ihmc.pubsub.attributes.SubscriberAttributes;

/**
 * Subscriber attributes whose history slots have exactly the type's size. With the middleware's
 * default, a larger sample from any peer overruns a native buffer and ends the JVM. With these
 * attributes, it is refused.
 */
final class BoundedSubscriberAttributes {
  private BoundedSubscriberAttributes() {}

  /**
   * Creates attributes.
   *
   * @param ownSocket whether the reader gets a port of its own, the first free one of the 400 below
   *     7400, with a thread that receives nothing else; otherwise it shares those of its
   *     participant
   */
  static SubscriberAttributes create(boolean ownSocket) {
    SubscriberAttributes attributes = SubscriberAttributes.create();
    try {
      // There is no accessor. If a later version renames the field, no subscription is made, which
      // is fail-safe.
      Field field = SubscriberAttributes.class.getDeclaredField("subscriberProfile");
      field.setAccessible(true);
      SubscriberProfileType profile = (SubscriberProfileType) field.get(attributes);
      profile.setHistoryMemoryPolicy(HistoryMemoryPolicyType.PREALLOCATED);
      if (ownSocket) {
        profile.setPropertiesPolicy(Properties.of("fastdds.unique_network_flows", "true"));
      }
    } catch (ReflectiveOperationException e) {
      throw new RosException(
          "this version of ihmc-pub-sub does not let Reins bound the size of received samples", e);
    }
    return attributes;
  }
}
