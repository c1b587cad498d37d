package org.reins.node.embedded;

import com.eprosima.xmlschemas.fastrtps_profiles.HistoryMemoryPolicyType;
import com.eprosima.xmlschemas.fastrtps_profiles.SubscriberProfileType;
import java.lang.reflect.Field;
import org.reins.node.ros.RosException;
import us.ihmc.pubsub.attributes.SubscriberAttributes;

/**
 * Subscriber attributes whose history has slots of the type's size and no larger. With the
 * middleware's default a sample that is larger than that, from any peer, overruns a native buffer
 * and ends the JVM; with this one it is refused.
 */
final class BoundedSubscriberAttributes {
  private BoundedSubscriberAttributes() {}

  static SubscriberAttributes create() {
    SubscriberAttributes attributes = SubscriberAttributes.create();
    try {
      // There is no accessor. Should a later version rename the field, no subscription is made at
      // all: fail safe.
      Field field = SubscriberAttributes.class.getDeclaredField("subscriberProfile");
      field.setAccessible(true);
      ((SubscriberProfileType) field.get(attributes))
          .setHistoryMemoryPolicy(HistoryMemoryPolicyType.PREALLOCATED);
    } catch (ReflectiveOperationException e) {
      throw new RosException(
          "this version of ihmc-pub-sub does not let Reins bound the size of received samples", e);
    }
    return attributes;
  }
}
