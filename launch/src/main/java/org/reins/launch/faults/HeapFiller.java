package org.reins.launch.faults;

import com.sun.tools.attach.AgentInitializationException;
import com.sun.tools.attach.AgentLoadException;
import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import org.reins.launch.process.NodeProcess;
import org.reins.robot.ReinsException;

/**
 * Fills the heap of another virtual machine until there is no memory left, or produces garbage in
 * it: an agent that is loaded into it, as a tool for developers would be. The product has no way to
 * do this to itself.
 */
public final class HeapFiller {
  private static final int PIECE = 1 << 20;
  private static final String LITTER = "litter";
  private static final long LITTER_NANOS = 2_000_000_000L;

  private HeapFiller() {}

  /** Fills the heap of a node. */
  static void fill(NodeProcess process) throws IOException {
    load(process, "fill");
  }

  /** Produces garbage in a node, as fast as it can, for two seconds. */
  static void litter(NodeProcess process) throws IOException {
    load(process, LITTER);
  }

  private static void load(NodeProcess process, String what) throws IOException {
    Path jar = Files.createTempFile("reins-agent", ".jar");
    try {
      write(jar);
      VirtualMachine machine = VirtualMachine.attach(Long.toString(process.pid()));
      machine.loadAgent(jar.toString(), what);
      machine.detach();
    } catch (AttachNotSupportedException | AgentLoadException | AgentInitializationException e) {
      throw new ReinsException("the heap of " + process.name() + " cannot be filled: " + e);
    } catch (IOException e) {
      // The other virtual machine has ended in the middle of the conversation, as it should.
      if (process.isAlive()) {
        throw e;
      }
    } finally {
      Files.deleteIfExists(jar);
    }
  }

  private static void write(Path jar) throws IOException {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().putValue("Agent-Class", HeapFiller.class.getName());
    String path = HeapFiller.class.getName().replace('.', '/') + ".class";
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest);
        InputStream code = HeapFiller.class.getClassLoader().getResourceAsStream(path)) {
      out.putNextEntry(new ZipEntry(path));
      code.transferTo(out);
    }
  }

  /** Runs in the other virtual machine. */
  public static void agentmain(String arguments) {
    boolean litters = LITTER.equals(arguments);
    long begin = System.nanoTime();
    Thread thread =
        new Thread(
            () -> {
              Object[] kept = null;
              while (!litters || System.nanoTime() - begin < LITTER_NANOS) {
                // A chain that reaches from this thread's stack to every piece.
                kept = new Object[] {litters ? null : kept, new byte[PIECE]};
              }
            },
            "reins-heap-filler");
    thread.setDaemon(true);
    thread.start();
  }
}
