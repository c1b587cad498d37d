package org.reins.launch.bench;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.reins.filter.qp.QpProblem;
import org.reins.robot.ReinsException;
import org.reins.robot.file.BoundedFile;

/**
 * Problems in a file, little-endian: int32 count, n, m, then per problem the doubles H (n×n), f, C
 * (m×n), d, lb, ub of min ½ xᵀ H x + fᵀ x subject to C x ≥ d, lb ≤ x ≤ ub. Solutions are count×n
 * doubles.
 */
final class QpFile {
  private static final int MOST_VARIABLES = 1_000;
  private static final int LARGEST_FILE = 1 << 30;
  private static final int MOST_ROWS = 10_000;

  private QpFile() {}

  static QpSet read(Path file) throws IOException {
    byte[] bytes;
    try {
      bytes = BoundedFile.bytes(file, LARGEST_FILE);
    } catch (NoSuchFileException e) {
      throw new ReinsException("problem file " + file + " does not exist", e);
    } catch (IOException e) {
      throw new ReinsException("problem file " + file + " cannot be read: " + e.getMessage(), e);
    }
    if (bytes.length < 12) {
      throw new ReinsException(
          file
              + " has "
              + bytes.length
              + " bytes: a problem file starts with three int32, 12 bytes");
    }
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int count = in.getInt();
    int n = in.getInt();
    int m = in.getInt();
    if (count < 1 || n < 1 || n > MOST_VARIABLES || m < 0 || m > MOST_ROWS) {
      throw new ReinsException(
          String.format(
              "%s says count %d, n %d, m %d: count must be at least 1, n 1 to %d, m 0 to %d",
              file, count, n, m, MOST_VARIABLES, MOST_ROWS));
    }
    long expected = 12 + 8L * count * ((long) n * n + 3L * n + (long) m * n + m);
    if (bytes.length != expected) {
      throw new ReinsException(
          String.format(
              "%s has %d bytes: %d problems with n %d and m %d take %d",
              file, bytes.length, count, n, m, expected));
    }
    List<QpProblem> problems = new ArrayList<>(count);
    for (int k = 0; k < count; k++) {
      QpProblem p = new QpProblem(n, m);
      p.rows = m;
      for (double[] part :
          new double[][] {p.hessian, p.linear, p.matrix, p.rightHandSide, p.lower, p.upper}) {
        for (int i = 0; i < part.length; i++) {
          part[i] = in.getDouble();
        }
      }
      problems.add(p);
    }
    String name = file.getFileName().toString();
    int dot = name.lastIndexOf('.');
    return new QpSet(dot > 0 ? name.substring(0, dot) : name, problems);
  }

  static void write(Path file, QpSet set) throws IOException {
    try (OutputStream out = open(file)) {
      ByteBuffer head = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN);
      head.putInt(set.problems().size()).putInt(set.n()).putInt(set.rows());
      out.write(head.array());
      for (QpProblem p : set.problems()) {
        for (double[] part :
            new double[][] {p.hessian, p.linear, p.matrix, p.rightHandSide, p.lower, p.upper}) {
          writeDoubles(out, part);
        }
      }
    }
  }

  static void writeSolutions(Path file, List<double[]> solutions) throws IOException {
    try (OutputStream out = open(file)) {
      for (double[] x : solutions) {
        writeDoubles(out, x);
      }
    }
  }

  private static OutputStream open(Path file) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    return new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file)));
  }

  private static void writeDoubles(OutputStream out, double[] values) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(8 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    for (double v : values) {
      bytes.putDouble(v);
    }
    out.write(bytes.array());
  }
}
