package org.reins.launch.policy;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.reins.filter.policy.PolicyFile;
import org.reins.filter.policy.PolicyWriter;
import org.reins.filter.policy.imports.ImportedPolicy;
import org.reins.filter.policy.imports.PolicyImports;
import org.reins.node.policy.OnnxFacts;
import org.reins.robot.OneLine;
import org.reins.robot.ReinsException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes a description of a policy that others published. */
@Command(
    name = "import",
    description =
        "Writes the description, reins/policy/1, of a policy that others published: rl_sar,"
            + " quadruped_ros2_control, unitree_rl_lab, unitree_rl_mjlab, unitree_rl_gym, Isaac Lab"
            + " IO descriptors, LEAPP, and ONNX files of mjlab and exploy.",
    mixinStandardHelpOptions = true)
final class PolicyImportCommand implements Runnable {
  @Parameters(
      paramLabel = "BUNDLE",
      description = "A folder, or the file that describes the policy.")
  private Path bundle;

  @Mixin private BundleOptions options;

  @Option(names = "--out", description = "File to write; without it, standard output.")
  private Path out;

  @Option(names = "--replace", description = "Replace the file if it is there.")
  private boolean replace;

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @Override
  public void run() {
    if (out != null && Files.exists(out) && !replace) {
      throw new ReinsException(
          "file " + out + " is there already: give --replace to replace it, or another --out");
    }
    ImportedPolicy made = checked(PolicyImports.read(bundle, options.options(), OnnxFacts::read));
    String text = text(made, network(made));
    // The result must be a file that Reins can read.
    PolicyFile.parse("the description made from " + bundle, text);
    PrintWriter err = spec.commandLine().getErr();
    made.notes().forEach(n -> err.println("reins: note: " + n));
    err.flush();
    if (out == null) {
      spec.commandLine().getOut().print(text);
      spec.commandLine().getOut().flush();
    } else {
      boolean old = Files.exists(out);
      write(text);
      err.println("reins: " + (old ? "replaced " : "wrote ") + out);
      err.flush();
    }
  }

  /** A network of other tensors means that the bundle was read in another way than it was made. */
  private static ImportedPolicy checked(ImportedPolicy made) {
    if (!Files.exists(made.network())) {
      return made;
    }
    Optional<String> problem = NetworkView.of(made.description(), made.network()).problem();
    if (problem.isEmpty()) {
      return made;
    }
    List<String> notes = new ArrayList<>(made.notes());
    notes.add("the network cannot be used with this description: " + problem.get());
    return new ImportedPolicy(made.description(), made.network(), made.origin(), notes);
  }

  /** Relative to the description where that is known and possible. */
  private String network(ImportedPolicy made) {
    Path network = made.network().toAbsolutePath().normalize();
    Path folder = out == null ? null : out.toAbsolutePath().normalize().getParent();
    boolean near = folder != null && network.getNameCount() > 1 && shares(folder, network);
    return near ? folder.relativize(network).toString() : network.toString();
  }

  private static boolean shares(Path folder, Path network) {
    return folder.getNameCount() > 0 && folder.getName(0).equals(network.getName(0));
  }

  private static String text(ImportedPolicy made, String network) {
    List<String> head = new ArrayList<>();
    head.add("Imported by ./reins policy import from " + OneLine.of(made.origin()) + ".");
    made.notes().forEach(n -> head.add("Note: " + OneLine.of(n) + "."));
    return PolicyWriter.write(made.description().withNetwork(network), head);
  }

  /** A reader never sees half a file. */
  private void write(String text) {
    Path folder = out.toAbsolutePath().getParent();
    try {
      Files.createDirectories(folder);
      Path fresh = Files.createTempFile(folder, ".reins-", ".yaml");
      try {
        Files.write(fresh, text.getBytes(StandardCharsets.UTF_8));
        Files.move(fresh, out, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(fresh);
      }
    } catch (IOException e) {
      throw new ReinsException("file " + out + " cannot be written: " + OneLine.reason(e), e);
    }
  }
}
