package org.reins.node.embedded;

import com.eprosima.xmlschemas.fastrtps_profiles.PropertyPolicyType;
import com.eprosima.xmlschemas.fastrtps_profiles.PropertyType;

/** Properties of the middleware, which it reads by name. */
final class Properties {
  private Properties() {}

  /** A policy with one property. */
  static PropertyPolicyType of(String name, String value) {
    PropertyType property = new PropertyType();
    property.setName(name);
    property.setValue(value);
    PropertyPolicyType.Properties properties = new PropertyPolicyType.Properties();
    properties.getProperty().add(property);
    PropertyPolicyType policy = new PropertyPolicyType();
    policy.getPropertiesOrBinaryProperties().add(properties);
    return policy;
  }
}
