package org.reins.node.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.Map;
import org.junit.jupiter.api.Test;

class NativeEnvironmentTest {
  @Test
  void whatIsSetIsSeenByNativeLibraries_andWhatIsEmptyIsRemoved() {
    NativeEnvironment.set(Map.of("REINS_TEST_VARIABLE", "5"));
    assertEquals("5", NativeEnvironment.get("REINS_TEST_VARIABLE"));
    NativeEnvironment.set(Map.of("REINS_TEST_VARIABLE", "6"));
    assertEquals("6", NativeEnvironment.get("REINS_TEST_VARIABLE"));
    NativeEnvironment.set(Map.of("REINS_TEST_VARIABLE", ""));
    assertNull(NativeEnvironment.get("REINS_TEST_VARIABLE"));
  }
}
