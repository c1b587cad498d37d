package org.reins.node.assembly;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.reins.node.signing.SigningKey;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Makes a pair of keys. */
@Command(
    name = "keygen",
    description =
        "Makes a pair of Ed25519 keys: FILE, which signs and which only you can read, and FILE.pub,"
            + " which checks signatures. An existing file is never overwritten.",
    mixinStandardHelpOptions = true)
final class ArmKeygenCommand implements Callable<Integer> {
  @Parameters(paramLabel = "FILE", description = "File of the private key to write.")
  private Path file;

  @Override
  public Integer call() {
    SigningKey key = SigningKey.make(file);
    System.out.println("key " + key.verifying().id());
    System.out.println("  private: " + file + " (signs; keep it off the robot's computer)");
    System.out.println(
        "  public:  " + SigningKey.publicFile(file) + " (checks; for the robot's computer)");
    return 0;
  }
}
