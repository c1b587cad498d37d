package org.reins.launch.make;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * Runs stages one after the other. A stage writes into a folder of its own, named after its inputs,
 * so that an interrupted one finds what it left and no other one does. Finished products are moved
 * into place as a whole.
 */
final class Stages {
  private static final String PARTS = ".part";

  private final Path folder;
  private final Manifest manifest;
  private final int count;
  private int done;
  private int skipped;

  /** The work of a stage. */
  interface Work {
    /**
     * Makes the products.
     *
     * @param part folder for them
     */
    void run(Path part) throws Exception;
  }

  /**
   * Prepares.
   *
   * @param folder of the products
   * @param count number of stages
   */
  Stages(Path folder, int count) throws IOException {
    Files.createDirectories(folder);
    this.folder = folder;
    this.count = count;
    manifest = Manifest.of(folder);
  }

  /**
   * Runs a stage, or skips it if its products are up to date.
   *
   * @param inputs everything that the products depend on
   * @param products file names
   * @return a hash that stands for the products in the next stage's inputs
   */
  String run(String name, List<String> inputs, List<String> products, Work work) throws Exception {
    String hash = hash(inputs);
    done++;
    if (manifest.isUpToDate(name, hash)) {
      skipped++;
      System.out.println(done + " of " + count + "  " + name + ": up to date");
      return hash;
    }
    System.out.println(done + " of " + count + "  " + name);
    Path part = folder.resolve(PARTS).resolve(name + "-" + hash.substring(0, 12));
    Files.createDirectories(part);
    work.run(part);
    for (String product : products) {
      Files.move(
          part.resolve(product),
          folder.resolve(product),
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
    }
    manifest.enter(name, hash, products);
    clear(name);
    return hash;
  }

  /** Number of stages that were up to date. */
  int skipped() {
    return skipped;
  }

  /** Removes what a stage left behind, also under other inputs. */
  private void clear(String name) throws IOException {
    Path parts = folder.resolve(PARTS);
    try (Stream<Path> all = Files.walk(parts)) {
      for (Path p : all.sorted(Comparator.reverseOrder()).toList()) {
        Path below = parts.relativize(p);
        if (below.getName(0).toString().startsWith(name + "-")) {
          Files.deleteIfExists(p);
        }
      }
    }
    try (Stream<Path> left = Files.list(parts)) {
      if (left.findAny().isPresent()) {
        return;
      }
    }
    Files.delete(parts);
  }

  static String hash(List<String> inputs) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (String input : inputs) {
        byte[] bytes = input.getBytes(StandardCharsets.UTF_8);
        // Its length keeps apart what would otherwise run together.
        digest.update((bytes.length + ":").getBytes(StandardCharsets.UTF_8));
        digest.update(bytes);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this JVM has no SHA-256", e);
    }
  }
}
