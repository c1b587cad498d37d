package org.reins.node.process;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;

/**
 * Lets this process end with status 0 when it is told to end by Ctrl-C or SIGTERM, as the nodes of
 * ROS 2 do. The virtual machine would end with 130 or 143, which launch reports as a process that
 * has died. The shutdown hooks run as before; one that fails may still end the process with another
 * status.
 */
public final class StopSignals {
  private static final List<String> NAMES = List.of("INT", "TERM");

  private StopSignals() {}

  /** From now on, the signals end this process with status 0. */
  public static void endCleanly() {
    try {
      // By reflection: the compiler warns of these classes, and another virtual machine may not
      // have them.
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object ignored = handler.getField("SIG_IGN").get(null);
      Method handle = signal.getMethod("handle", signal, handler);
      InvocationHandler exit = StopSignals::invoked;
      Object ends =
          Proxy.newProxyInstance(
              StopSignals.class.getClassLoader(), new Class<?>[] {handler}, exit);
      for (String name : NAMES) {
        Object one = signal.getConstructor(String.class).newInstance(name);
        if (ignored.equals(handle.invoke(null, one, ends))) {
          // Whoever started this process in the background does not want it to end by Ctrl-C.
          handle.invoke(null, one, ignored);
        }
      }
    } catch (ReflectiveOperationException | LinkageError e) {
      // Then the signals end the process as the virtual machine decides.
      return;
    }
  }

  private static Object invoked(Object proxy, Method method, Object[] arguments) {
    return switch (method.getName()) {
      case "handle" -> {
        System.exit(0);
        yield null;
      }
      case "equals" -> proxy == arguments[0];
      case "hashCode" -> System.identityHashCode(proxy);
      default -> "org.reins.node.process.StopSignals";
    };
  }
}
