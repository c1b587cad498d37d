package org.reins.node.process;

import com.sun.jna.Library;
import com.sun.jna.Native;
import java.util.Map;

/**
 * The environment variables of this process as native libraries read them. Java's own copy does not
 * change.
 */
public final class NativeEnvironment {
  private interface LibC extends Library {
    int setenv(String name, String value, int overwrite);

    int unsetenv(String name);

    String getenv(String name);
  }

  private NativeEnvironment() {}

  /**
   * Sets variables. Call it before the libraries that read them are at work.
   *
   * @param variables by name; an empty value removes the variable
   * @throws UnsatisfiedLinkError if this system has no such call
   */
  public static void set(Map<String, String> variables) {
    LibC c = Native.load("c", LibC.class);
    variables.forEach(
        (name, value) -> {
          int status = value.isEmpty() ? c.unsetenv(name) : c.setenv(name, value, 1);
          if (status != 0) {
            throw new IllegalArgumentException(
                "environment variable " + name + " cannot be set to " + value);
          }
        });
  }

  /** The value of a variable; null if it is not set. */
  static String get(String name) {
    return Native.load("c", LibC.class).getenv(name);
  }
}
