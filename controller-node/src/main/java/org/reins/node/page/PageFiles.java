package org.reins.node.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The files of the page, read once from the class path: nothing outside this list is ever served,
 * and nothing is loaded from elsewhere.
 */
final class PageFiles {
  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html; charset=utf-8",
          "css", "text/css; charset=utf-8",
          "js", "text/javascript; charset=utf-8",
          "svg", "image/svg+xml");

  private static final String[] NAMES = {
    "index.html",
    "page.css",
    "page.js",
    "live.js",
    "robot.js",
    "charts.js",
    "panels.js",
    "controls.js",
    "timebar.js",
    "icon.svg",
    "lib/three.module.min.js",
    "lib/three.core.min.js",
    "lib/OrbitControls.js",
    "lib/uPlot.esm.js",
    "lib/uPlot.min.css"
  };

  private static final Pattern INLINE =
      Pattern.compile("<script type=\"importmap\">(.*?)</script>", Pattern.DOTALL);

  /**
   * A file.
   *
   * @param type its media type
   * @param bytes its content; not to be modified
   * @param tag identifies the content
   */
  record PageFile(String type, byte[] bytes, String tag) {}

  private final Map<String, PageFile> files = new HashMap<>();
  private final String policy;

  PageFiles() {
    for (String name : NAMES) {
      byte[] bytes = read(name);
      String type = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
      files.put("/" + name, new PageFile(type, bytes, '"' + hash(bytes).substring(0, 20) + '"'));
    }
    files.put("/", files.get("/index.html"));
    Matcher inline = INLINE.matcher(new String(files.get("/").bytes(), StandardCharsets.UTF_8));
    String script =
        inline.find()
            ? " 'sha256-" + hash(inline.group(1).getBytes(StandardCharsets.UTF_8)) + "'"
            : "";
    policy =
        "default-src 'none'; script-src 'self'"
            + script
            + "; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none';"
            + " form-action 'none'; frame-ancestors 'none'";
  }

  private static byte[] read(String name) {
    try (InputStream in = PageFiles.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the file " + name + " of the page was not built");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String hash(byte[] bytes) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
      return Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The file at a path; null if there is none. */
  PageFile at(String path) {
    return files.get(path);
  }

  /** The content security policy: only our own files, nothing from elsewhere. */
  String policy() {
    return policy;
  }
}
