package org.reins.node.messages;

import java.util.List;
import org.reins.node.ros.CdrReader;
import org.reins.node.ros.CdrWriter;
import org.reins.node.ros.Codec;
import org.reins.node.ros.MessageType;
import org.reins.node.ros.Stamp;
import org.reins.node.ros.ValueMessage;

/**
 * {@code visualization_msgs/MarkerArray}, in the layout of Humble and newer.
 *
 * @param markers all markers
 */
public record Markers(List<Marker> markers) {
  /** A cuboid. */
  public static final int CUBE = 1;

  /** A sphere. */
  public static final int SPHERE = 2;

  /** A cylinder along its z axis. */
  public static final int CYLINDER = 3;

  /** Text that faces the viewer. */
  public static final int TEXT = 9;

  private static final int ADD = 0;

  /**
   * {@code visualization_msgs/Marker} of a type that needs no points.
   *
   * @param stampNanos time, ns
   * @param frame its frame
   * @param namespace identifies the marker together with the id
   * @param id identifies the marker together with the namespace
   * @param type {@link #CUBE}, {@link #SPHERE}, {@link #CYLINDER} or {@link #TEXT}
   * @param pose position x, y, z in m, quaternion x, y, z, w
   * @param scale size along x, y, z, m; for text z is the height of a letter
   * @param colour red, green, blue, alpha, 0 to 1
   * @param text text to show
   */
  public record Marker(
      long stampNanos,
      String frame,
      String namespace,
      int id,
      int type,
      double[] pose,
      double[] scale,
      float[] colour,
      String text) {
    static final Codec<Marker> CODEC = Codec.of(Marker::write, Marker::read);

    private static void write(Marker m, CdrWriter out) {
      Stamp.header(m.stampNanos, m.frame, out);
      out.string(m.namespace);
      out.int32(m.id);
      out.int32(m.type);
      out.int32(ADD);
      for (double v : m.pose) {
        out.float64(v);
      }
      for (double v : m.scale) {
        out.float64(v);
      }
      for (float v : m.colour) {
        out.float32(v);
      }
      Stamp.write(0, out); // lifetime: forever
      out.bool(false); // frame_locked
      out.int32(0); // points
      out.int32(0); // colors
      out.string(""); // texture_resource
      Stamp.header(0, "", out); // texture
      out.string("");
      out.int32(0);
      out.int32(0); // uv_coordinates
      out.string(m.text);
      out.string(""); // mesh_resource
      out.string(""); // mesh_file
      out.int32(0);
      out.bool(false); // mesh_use_embedded_materials
    }

    private static Marker read(CdrReader in) {
      long stamp = Stamp.read(in);
      String frame = in.string();
      String namespace = in.string();
      int id = in.int32();
      int type = in.int32();
      in.int32();
      double[] pose = new double[7];
      for (int i = 0; i < pose.length; i++) {
        pose[i] = in.float64();
      }
      double[] scale = {in.float64(), in.float64(), in.float64()};
      float[] colour = {in.float32(), in.float32(), in.float32(), in.float32()};
      Stamp.read(in);
      in.bool();
      in.skipSequence(24, 8);
      in.skipSequence(16, 4);
      in.skipString();
      Stamp.header(in);
      in.skipString();
      in.skipSequence(1, 1);
      in.skipSequence(8, 4);
      String text = in.string();
      in.skipString();
      in.skipString();
      in.skipSequence(1, 1);
      in.bool();
      return new Marker(stamp, frame, namespace, id, type, pose, scale, colour, text);
    }
  }

  private static final Codec<List<Marker>> LIST = Marker.CODEC.list(150);

  /** The type. */
  public static final MessageType<ValueMessage<Markers>> TYPE =
      ValueMessage.type(
          "visualization_msgs::msg::dds_::MarkerArray_",
          32 * 1024,
          Codec.of((m, out) -> LIST.write(m.markers, out), in -> new Markers(LIST.read(in))));
}
