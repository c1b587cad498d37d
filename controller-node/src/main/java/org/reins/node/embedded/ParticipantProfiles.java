package org.reins.node.embedded;

import com.eprosima.xmlschemas.fastrtps_profiles.BuiltinAttributesType;
import com.eprosima.xmlschemas.fastrtps_profiles.DiscoveryProtocolType;
import com.eprosima.xmlschemas.fastrtps_profiles.DiscoverySettingsType;
import com.eprosima.xmlschemas.fastrtps_profiles.LocatorListType;
import com.eprosima.xmlschemas.fastrtps_profiles.OctectVectorQosPolicyType;
import com.eprosima.xmlschemas.fastrtps_profiles.ParticipantProfileType;
import com.eprosima.xmlschemas.fastrtps_profiles.PropertyPolicyType;
import com.eprosima.xmlschemas.fastrtps_profiles.TransportDescriptorType;
import com.eprosima.xmlschemas.fastrtps_profiles.Udpv4LocatorType;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.reins.node.ros.NodeName;
import org.reins.node.ros.RosEnvironment;
import us.ihmc.pubsub.attributes.ParticipantProfile;
import us.ihmc.pubsub.common.Time;

/** Profiles of DDS participants for ROS 2: one UDPv4 transport, a finite lease, an enclave. */
final class ParticipantProfiles {
  // Finite, so that a dead node disappears. Not below the announcement period of 3 s; otherwise the
  // native side fails.
  private static final int LEASE_SECONDS = 10;
  private static final String ENCLAVE = "enclave=/;";

  private ParticipantProfiles() {}

  static ParticipantProfile of(NodeName node, RosEnvironment environment) {
    ParticipantProfile profile =
        ParticipantProfile.create()
            .domainId(environment.domainId())
            .name(node.name())
            .discoveryLeaseDuration(new Time(LEASE_SECONDS, 0));
    if (environment.onlyLoopback()) {
      profile.bindToAddressRestrictions(false, List.of(InetAddress.getLoopbackAddress()));
    } else {
      TransportDescriptorType udp = new TransportDescriptorType();
      udp.setTransportId("udp");
      udp.setType("UDPv4");
      profile.addTransport(udp);
    }
    // Without shared memory: Fast DDS of another version on the same host aborts when it finds our
    // segments.
    profile.useBuiltinTransports(false);
    ParticipantProfileType.Rtps rtps = profile.getProfile().getRtps();
    rtps.setUserData(enclave());
    rtps.setPropertiesPolicy(amongOthers());
    discovery(rtps, environment);
    return profile;
  }

  /**
   * A node's endpoints match only those of other nodes. The node can therefore see other senders on
   * its own topic without receiving its own messages.
   */
  private static PropertyPolicyType amongOthers() {
    return Properties.of("fastdds.ignore_local_endpoints", "true");
  }

  private static OctectVectorQosPolicyType enclave() {
    OctectVectorQosPolicyType data = new OctectVectorQosPolicyType();
    StringBuilder hex = new StringBuilder();
    for (byte b : ENCLAVE.getBytes(StandardCharsets.US_ASCII)) {
      hex.append(hex.length() == 0 ? "" : ".")
          .append(String.format(java.util.Locale.ROOT, "%02x", b));
    }
    data.getValue().add(hex.toString());
    return data;
  }

  private static void discovery(ParticipantProfileType.Rtps rtps, RosEnvironment environment) {
    if (rtps.getBuiltin() == null) {
      rtps.setBuiltin(new BuiltinAttributesType());
    }
    BuiltinAttributesType builtin = rtps.getBuiltin();
    if (!environment.multicasts()) {
      builtin.setAvoidBuiltinMulticast(true);
    }
    if (environment.range() == RosEnvironment.Range.OFF) {
      if (builtin.getDiscoveryConfig() == null) {
        builtin.setDiscoveryConfig(new DiscoverySettingsType());
      }
      builtin.getDiscoveryConfig().setDiscoveryProtocol(DiscoveryProtocolType.NONE);
    }
    if (!environment.contacted().isEmpty()) {
      LocatorListType.Locator all = new LocatorListType.Locator();
      for (String peer : environment.contacted()) {
        Udpv4LocatorType locator = new Udpv4LocatorType();
        locator.setAddress(peer);
        all.getUdpv4().add(locator);
      }
      LocatorListType list = new LocatorListType();
      list.getLocator().add(all);
      builtin.setInitialPeersList(list);
    }
  }
}
