package org.reins.launch.site;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.reins.robot.OneLine;
import org.reins.robot.ReinsException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Writes the documentation as a site. */
@Command(
    name = "site",
    description =
        "Writes the documentation as pages with a search. They need no server and no network: open"
            + " index.html. A link that leads nowhere is an error.",
    footer = {"", "Example: ./reins site --out /tmp/reins-docs"},
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
public final class SiteCommand implements Callable<Integer> {
  private static final String MARK = "sections.js";

  @Option(names = "--out", description = "Folder to write: new, empty, or an earlier site.")
  private Path out = Path.of("runs", "site");

  @Option(names = "--from", description = "Folder of Reins' sources.")
  private Path from = Path.of(".");

  @Override
  public Integer call() {
    try {
      Site site = new Site(from);
      requireOwn();
      Files.createDirectories(out);
      System.out.println(site.write(out) + " pages: open " + out.resolve("index.html"));
    } catch (IOException e) {
      throw new ReinsException("the site cannot be written: " + OneLine.reason(e), e);
    }
    return 0;
  }

  /** Nobody's files must be mixed with the site's. */
  private void requireOwn() throws IOException {
    if (!Files.exists(out) || Files.exists(out.resolve(MARK))) {
      return;
    }
    if (!Files.isDirectory(out)) {
      throw new ReinsException("--out " + out + " is a file: give a folder");
    }
    try (Stream<Path> inside = Files.list(out)) {
      if (inside.findAny().isPresent()) {
        throw new ReinsException(
            "folder " + out + " holds other files: give a new or an empty folder with --out");
      }
    }
  }
}
