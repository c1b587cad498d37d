package org.reins.learning.data;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Opens a text in UTF-8 or UTF-16. A byte order mark tells which, and is skipped. UTF-16 without a
 * mark is recognized by its zero bytes.
 */
final class CsvText {
  private static final int HEAD = 64;

  private CsvText() {}

  /** Opens a text. Bytes that are not text throw an exception when they are read. */
  static Reader open(Path path) throws IOException {
    InputStream in = new BufferedInputStream(Files.newInputStream(path));
    try {
      in.mark(HEAD);
      byte[] head = in.readNBytes(HEAD);
      in.reset();
      in.skipNBytes(mark(head));
      return new BufferedReader(new InputStreamReader(in, charset(head).newDecoder()));
    } catch (IOException e) {
      in.close();
      throw e;
    }
  }

  private static int mark(byte[] head) {
    if (FileKind.starts(head, "\u00ef\u00bb\u00bf")) {
      return 3;
    }
    return FileKind.starts(head, "\u00ff\u00fe") || FileKind.starts(head, "\u00fe\u00ff") ? 2 : 0;
  }

  private static Charset charset(byte[] head) {
    if (FileKind.starts(head, "\u00ff\u00fe") || isZeroAt(1, head)) {
      return StandardCharsets.UTF_16LE;
    }
    return FileKind.starts(head, "\u00fe\u00ff") || isZeroAt(0, head)
        ? StandardCharsets.UTF_16BE
        : StandardCharsets.UTF_8;
  }

  /** Whether every second byte is zero, and no other one. */
  private static boolean isZeroAt(int phase, byte[] head) {
    if (head.length < 4) {
      return false;
    }
    for (int i = 0; i < head.length; i++) {
      if (head[i] == 0 != (i % 2 == phase)) {
        return false;
      }
    }
    return true;
  }
}
