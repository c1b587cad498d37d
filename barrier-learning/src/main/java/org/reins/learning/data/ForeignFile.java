package org.reins.learning.data;

import static org.reins.learning.data.FileKind.starts;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;

/** Formats that people have and that are not read, by their first bytes, and what to do. */
final class ForeignFile {
  private static final String READ =
      ", which is not read: read are HDF5, CSV, rosbag2 and LeRobot (Parquet); ";

  /** What to write instead of another format. */
  static final String WRITE =
      "write its rows as HDF5 with the datasets state, action, h and episode, for example with"
          + " h5py";

  private static final String FROM_ARROW =
      "with pandas, read_feather and to_csv make a CSV file with the columns t, state.NAME,"
          + " action.NAME, episode and h";

  private static final String[][] FORMATS = {
    {"ARROW1", "is Arrow" + READ + FROM_ARROW},
    {"FEA1", "is Feather (Arrow)" + READ + FROM_ARROW},
    {"\u0093NUMPY", "is a NumPy array (npy)" + READ + WRITE},
    {"MATLAB 5.0 MAT-file", "is a MATLAB file of version 5" + READ + "save it with -v7.3 as HDF5"},
    {"#ROSBAG V", "is a bag of ROS 1" + READ + "convert it with rosbags-convert"},
    {"ULog\u0001\u00125", "is ULog (PX4)" + READ + "convert it with ulog2csv"},
    {"\u001f\u008b", "is compressed with gzip: unpack it with gunzip, then give what is in it"},
    {"(\u00b5/\u00fd", "is compressed with zstd: unpack it with zstd -d first"},
    {"BZh", "is compressed with bzip2: unpack it with bunzip2 first"},
    {"\u00fd7zXZ\0", "is compressed with xz: unpack it with unxz first"},
    {"\u0004\"M\u0018", "is compressed with lz4: unpack it with lz4 -d first"},
    {"7z\u00bc\u00af'\u001c", "is a 7-Zip archive: unpack it first"},
    {"Rar!", "is a RAR archive: unpack it first"},
    {
      "version https://git-lfs",
      "is a pointer of Git LFS and not the data: fetch the data with git lfs pull"
    },
    {"%PDF", "is PDF" + READ + WRITE},
  };
  private static final int TAR = 257;
  private static final int VIDEO = 4;
  private static final int ZIP_NAME = 30;

  private ForeignFile() {}

  /** The rest of a sentence about a file; empty if its format is not known here. */
  static String of(byte[] head, Path path) {
    if (head.length == 0) {
      return "is empty, it has 0 bytes: was it written and closed?";
    }
    for (String[] format : FORMATS) {
      if (starts(head, format[0])) {
        return format[1];
      }
    }
    if (starts(head, "PK\u0003\u0004") || starts(head, "PK\u0005\u0006")) {
      return zip(head);
    }
    if (starts(head, "\u0080") && head.length > 1 && head[1] >= 1 && head[1] <= 5) {
      return "is a Python pickle" + READ + WRITE;
    }
    String text = new String(head, StandardCharsets.ISO_8859_1);
    if (text.startsWith("ustar", TAR)) {
      return "is a tar archive: unpack it with tar -xf, then give what is in it";
    }
    if (text.startsWith("ftyp", VIDEO)) {
      return "is a video (MP4)" + READ + "give the file with the states and actions";
    }
    if (path.getFileName().toString().toLowerCase(Locale.ROOT).contains(".tfrecord")) {
      return "is TFRecord (RLDS?)" + READ + WRITE;
    }
    return markup(text);
  }

  private static String zip(byte[] head) {
    String names = new String(head, StandardCharsets.ISO_8859_1);
    String first = names.length() > ZIP_NAME ? names.substring(ZIP_NAME) : "";
    if (first.startsWith("[Content_Types].xml") || first.startsWith("xl/")) {
      return "is an Excel workbook" + READ + "save the sheet as CSV";
    }
    int ending = first.indexOf(".npy");
    if (ending >= 0) {
      return "is a NumPy archive (npz)" + READ + WRITE;
    }
    if (first.contains("data.pkl")) {
      return "is a PyTorch file" + READ + WRITE;
    }
    return "is a zip archive: unpack it with unzip, then give what is in it";
  }

  private static String markup(String text) {
    String start = text.replaceFirst("^\u00ef\u00bb\u00bf", "").stripLeading();
    if (start.startsWith("{") || start.startsWith("[")) {
      return "is JSON"
          + READ
          + "write its rows as CSV with the columns t, state.NAME, action.NAME,"
          + " episode and h";
    }
    if (start.startsWith("<")) {
      return "is HTML or XML" + READ + "was the page downloaded in place of the data?";
    }
    return "";
  }
}
