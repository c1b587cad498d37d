package org.reins.node.policy;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.reins.robot.OneLine;

/** Why a file is no network that can be loaded, in words that lead on. */
final class OnnxFiles {
  private static final int HEAD = 64;
  private static final Pattern VERSION =
      Pattern.compile("Unsupported model IR version: (\\d+), max supported IR version: (\\d+)");
  private static final Pattern OPSET = Pattern.compile("till opset (\\d+)");
  private static final Pattern WEIGHTS =
      Pattern.compile("(?:cannot get file size|No such file).*\\[([^\\]]+)\\]");

  private OnnxFiles() {}

  /** Options of a session of one thread, whose faults are told by its exceptions alone. */
  static OrtSession.SessionOptions options() throws OrtException {
    OrtSession.SessionOptions options = new OrtSession.SessionOptions();
    options.setIntraOpNumThreads(1);
    options.setInterOpNumThreads(1);
    options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
    return options;
  }

  /**
   * The path of a file that may be a network.
   *
   * @throws PolicyException with one sentence if it certainly is none
   */
  static String require(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new PolicyException(
          "policy " + file + (Files.exists(file) ? " is not a file" : " does not exist"), null);
    }
    String head;
    try (InputStream in = Files.newInputStream(file)) {
      head = new String(in.readNBytes(HEAD), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new PolicyException(
          "policy " + file + " cannot be read: its permissions may not let this user read it", e);
    }
    if (head.isEmpty()) {
      throw new PolicyException("policy " + file + " is empty: copy or export it again", null);
    }
    if (head.startsWith("version https://git-lfs")) {
      throw new PolicyException(
          "policy "
              + file
              + " is a pointer of Git LFS and not the network: run 'git lfs pull' where it came from",
          null);
    }
    if (head.startsWith("PK")) {
      throw new PolicyException(
          "policy "
              + file
              + " is a zip file, such as PyTorch's, and not ONNX: name it .pt if it is TorchScript, or"
              + " export it as ONNX",
          null);
    }
    return file.toString();
  }

  /** What ONNX Runtime says, without the places in its own source, which follow a file's name. */
  static String reason(OrtException e) {
    return OneLine.of(
        String.valueOf(e.getMessage())
            .replaceAll("/onnxruntime_src\\S*( onnxruntime::\\S*\\(.*?\\)| \\S*\\(.*?\\))?", ""));
  }

  /** One sentence for a model that ONNX Runtime refuses. */
  static PolicyException notLoaded(String name, OrtException e) {
    String text = reason(e);
    Matcher version = VERSION.matcher(text);
    Matcher opset = OPSET.matcher(text);
    Matcher weights = WEIGHTS.matcher(text);
    String why;
    if (version.find()) {
      why =
          " has version "
              + version.group(1)
              + " of ONNX's format: up to "
              + version.group(2)
              + " run, so export it with an older onnx package";
    } else if (opset.find()) {
      why = " has an opset that is too new: export it with opset " + opset.group(1) + " or less";
    } else if (weights.find()) {
      why = " lacks its weights: copy " + weights.group(1) + " too, which belongs beside it";
    } else if (text.contains("Protobuf parsing failed")) {
      why =
          " is not a model that ONNX Runtime can load: it is not ONNX, or only a part of it, so copy or"
              + " export it again";
    } else {
      why = " is not a model that ONNX Runtime can load: " + text;
    }
    return new PolicyException("policy " + name + why, e);
  }
}
