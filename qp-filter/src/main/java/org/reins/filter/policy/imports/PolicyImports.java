package org.reins.filter.policy.imports;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.reins.filter.policy.PolicyDescription;
import org.reins.filter.policy.PolicyFileException;
import org.reins.robot.file.BoundedFile;
import org.reins.robot.file.RobotFileException;
import org.reins.robot.file.YamlNode;

/** Finds out what format a bundle has, and reads it. */
public final class PolicyImports {
  private static final int LARGEST = 1 << 20;
  private static final int MOST_FILES = 50;
  private static final List<PolicyFormat> FORMATS =
      List.of(
          new RlSarFormat(),
          new FlatRlSarFormat(),
          new UnitreeRlLabFormat(),
          new UnitreeRlGymFormat(),
          new IsaacLabFormat(),
          new LeappFormat(),
          new MjlabFormat(),
          new ExployFormat());
  // Where the formats keep what describes a policy, below the folder that people name.
  private static final List<String> FOLDERS = List.of("", "params", "exported");

  private PolicyImports() {}

  /**
   * Reads a bundle.
   *
   * @param bundle a file, or the folder that holds the policy
   * @param onnx reads what an ONNX file says about itself
   * @throws PolicyFileException with one sentence for the user
   */
  public static ImportedPolicy read(
      Path bundle, ImportOptions options, Function<Path, NetworkFacts> onnx) {
    try {
      return RobotNames.apply(recognised(bundle, options, onnx), options);
    } catch (RobotFileException e) {
      throw new PolicyFileException(e.getMessage(), e);
    } catch (IllegalArgumentException e) {
      throw new PolicyFileException(bundle + ": " + e.getMessage(), e);
    }
  }

  /** Whether a file is a description of Reins' own. */
  public static boolean isDescription(Path file) {
    if (Files.isDirectory(file)) {
      return false;
    }
    try {
      return yaml(file).keys().contains("schema");
    } catch (RobotFileException e) {
      throw new PolicyFileException(e.getMessage(), e);
    }
  }

  /** Whether the metadata of an ONNX file describes a policy. */
  public static boolean isDescribed(Path file, Function<Path, NetworkFacts> onnx) {
    PolicySource source = source(file, onnx);
    return FORMATS.stream().anyMatch(f -> f.recognises(source));
  }

  private static ImportedPolicy recognised(
      Path bundle, ImportOptions options, Function<Path, NetworkFacts> onnx) {
    List<Path> files = files(bundle);
    Optional<RuntimeException> broken = Optional.empty();
    for (Path file : files) {
      PolicySource source;
      try {
        source = source(file, onnx);
      } catch (PolicyFileException | RobotFileException e) {
        // Another file may describe the policy: trainers leave many of them.
        broken = broken.or(() -> Optional.of(e));
        continue;
      }
      if (source.hasKeys("schema")
          && source.yaml().orElseThrow().get("schema").text().startsWith("reins/")) {
        throw new PolicyFileException(
            file
                + " has a schema, "
                + source.yaml().orElseThrow().get("schema").text()
                + ": it is a file of Reins, not a bundle; see it with ./reins policy inspect "
                + file);
      }
      for (PolicyFormat format : FORMATS) {
        if (format.recognises(source)) {
          return withOptions(format.read(source, options), file, options);
        }
      }
    }
    if (broken.isPresent()) {
      throw broken.get();
    }
    requireNoBareNetwork(bundle);
    throw new PolicyFileException(
        "bundle "
            + bundle
            + " is in no format that Reins knows: looked for "
            + FORMATS.stream().map(PolicyFormat::looksFor).collect(Collectors.joining("; "))
            + (files.isEmpty()
                ? "; it has neither YAML nor ONNX files"
                : "; found "
                    + files.stream()
                        .map(f -> String.valueOf(f.getFileName()))
                        .collect(Collectors.joining(", ")))
            + "; docs/policies.md tells how to write a description by hand");
  }

  /** An option that a bundle leaves no room for must not be dropped without a word. */
  private static ImportedPolicy withOptions(ImportedPolicy made, Path file, ImportOptions options) {
    PolicyDescription d = made.description();
    if (!Double.isNaN(options.period()) && Math.abs(options.period() - d.period()) > 1e-6) {
      throw new PolicyFileException(
          file
              + ": its period is "
              + d.period()
              + " s and --period is "
              + options.period()
              + ": leave the option out, or change the bundle's file");
    }
    return made;
  }

  /** The files that may describe a policy; YAML before ONNX, for it may say more. */
  private static List<Path> files(Path bundle) {
    if (!Files.exists(bundle)) {
      throw new PolicyFileException("bundle " + bundle + " does not exist");
    }
    if (!Files.isDirectory(bundle)) {
      return List.of(bundle);
    }
    List<Path> found = new ArrayList<>();
    for (String ending : List.of(".yaml", ".yml", ".onnx")) {
      for (String folder : FOLDERS) {
        found.addAll(in(bundle.resolve(folder), ending));
      }
    }
    if (found.size() > MOST_FILES) {
      throw new PolicyFileException(
          "bundle "
              + bundle
              + " has "
              + found.size()
              + " YAML and ONNX files: allowed are up to "
              + MOST_FILES
              + "; name the file that describes the policy");
    }
    return found;
  }

  private static List<Path> in(Path folder, String ending) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(p -> p.toString().endsWith(ending) && Files.isRegularFile(p))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new PolicyFileException("folder " + folder + " cannot be read: " + e.getMessage(), e);
    }
  }

  private static PolicySource source(Path file, Function<Path, NetworkFacts> onnx) {
    if (isOnnx(file)) {
      return new PolicySource(file, Optional.empty(), Optional.of(onnx.apply(file)));
    }
    return new PolicySource(file, Optional.of(yaml(file)), Optional.empty());
  }

  /** Whether a file is ONNX, by its name. */
  public static boolean isOnnx(Path file) {
    return hasEnding(file, ".onnx");
  }

  private static boolean hasEnding(Path file, String ending) {
    return file.toString().toLowerCase(Locale.ROOT).endsWith(ending);
  }

  private static void requireNoBareNetwork(Path file) {
    if (Stream.of(".onnx", ".pt", ".pth", ".jit").anyMatch(e -> hasEnding(file, e))
        && Files.isRegularFile(file)) {
      throw new PolicyFileException(
          file
              + " is a network: nothing in it says what its numbers mean; name the folder with its"
              + " configuration, or write a "
              + PolicyDescription.SCHEMA
              + " file as docs/policies.md tells");
    }
  }

  private static void requireNoArchive(Path file) {
    if (Stream.of(".zip", ".tar", ".gz", ".tgz", ".bz2", ".xz", ".7z")
        .anyMatch(e -> hasEnding(file, e))) {
      throw new PolicyFileException(
          file + " is an archive: unpack it, and name the folder with the policy");
    }
  }

  /** Reads the YAML of a format that is not Reins' own. */
  static YamlNode yaml(Path file) {
    if (!isOnnx(file)) {
      requireNoBareNetwork(file);
    }
    requireNoArchive(file);
    try {
      return YamlNode.foreign(file.toString(), PythonTags.drop(BoundedFile.text(file, LARGEST)));
    } catch (NoSuchFileException e) {
      throw new PolicyFileException("file " + file + " does not exist", e);
    } catch (IOException e) {
      throw new PolicyFileException("file " + file + " cannot be read: " + e.getMessage(), e);
    }
  }
}
