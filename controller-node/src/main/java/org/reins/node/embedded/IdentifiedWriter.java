package org.reins.node.embedded;

import com.sun.jna.Function;
import com.sun.jna.Memory;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import us.ihmc.pubsub.publisher.Publisher;

/**
 * Writes samples that identify the sample they answer. rmw_fastrtps accepts no reply without this
 * identity, and ihmc-pub-sub has no call for it. This class therefore calls {@code
 * eprosima::fastrtps::Publisher::write(void*, WriteParams&)} of the loaded library.
 *
 * <p>It relies on the layout of exactly the pinned version (Fast DDS 2.14, Itanium C++ ABI). The
 * publisher's pointer is 8 bytes into the native object. In a sample's wrapper, the data are at 8,
 * the length at 16 and the encapsulation at 20. In the parameters, the sample's own identity is at
 * 0, the related identity at 24 and the time at 48. {@link #open} checks this layout at start-up:
 * the middleware must fill in the publisher's own identity.
 */
final class IdentifiedWriter {
  private static final String LIBRARY = "libfastrtps.so.2.14";
  private static final String WRITE =
      "_ZN8eprosima8fastrtps9Publisher5writeEPvRNS0_4rtps11WriteParamsE";
  private static final int GUID = 16;
  private static final int PARAMETERS = 64;
  private static final int RELATED = 24;
  private static final int TIME = 48;

  /** Means that there is no sequence number. */
  static final long NO_SEQUENCE = 0xFFFF_FFFFL << 32;

  private final Function write;
  private final Pointer publisher;
  private final Endpoint own;
  private final Memory wrapper = new Memory(40);
  private final Memory parameters = new Memory(PARAMETERS);
  private Memory data = new Memory(256);

  private IdentifiedWriter(Function write, Pointer publisher, Endpoint own) {
    this.write = write;
    this.publisher = publisher;
    this.own = own;
  }

  /**
   * Opens the call for a publisher without matched readers, and tests it with an empty sample that
   * answers no request.
   *
   * @return null if the call does not exist or does not work as expected
   */
  static IdentifiedWriter open(Publisher publisher) {
    try {
      Field impl = publisher.getClass().getDeclaredField("impl");
      impl.setAccessible(true);
      Object swig = impl.get(publisher);
      Field address = swig.getClass().getDeclaredField("swigCPtr");
      address.setAccessible(true);
      Function write = NativeLibrary.getInstance(loaded()).getFunction(WRITE);
      Pointer object = new Pointer(address.getLong(swig));
      IdentifiedWriter writer =
          new IdentifiedWriter(write, object.getPointer(8), Endpoint.of(publisher.getGuid()));
      byte[] empty = {0, 1, 0, 0};
      return writer.write(empty, empty.length, new byte[GUID], NO_SEQUENCE) > 0 ? writer : null;
    } catch (ReflectiveOperationException | IOException | UnsatisfiedLinkError e) {
      return null;
    }
  }

  private static String loaded() throws IOException {
    try (Stream<String> maps = Files.lines(Path.of("/proc/self/maps"))) {
      return maps.filter(l -> l.endsWith(LIBRARY))
          .map(l -> l.substring(l.indexOf('/')))
          .findFirst()
          .orElseThrow(() -> new IOException(LIBRARY + " is not loaded"));
    }
  }

  /**
   * Writes a sample.
   *
   * @param bytes CDR, little-endian, with its header
   * @param related GUID that the sample answers; zeros for none
   * @param relatedSequence its sequence number, or {@link #NO_SEQUENCE}
   * @return the sample's own sequence number; 0 if the middleware refused it
   */
  synchronized long write(byte[] bytes, int length, byte[] related, long relatedSequence) {
    if (data.size() < length) {
      data = new Memory(2L * length);
    }
    data.write(0, bytes, 0, length);
    wrapper.clear();
    wrapper.setPointer(8, data);
    wrapper.setInt(16, length);
    wrapper.setShort(20, (short) 1);
    parameters.clear();
    sequence(GUID, NO_SEQUENCE);
    parameters.write(RELATED, related, 0, GUID);
    sequence(RELATED + GUID, relatedSequence);
    for (int i = 0; i < 3; i++) {
      parameters.setInt(TIME + 4L * i, -1);
    }
    boolean done = (write.invokeInt(new Object[] {publisher, wrapper, parameters}) & 0xFF) != 0;
    boolean own = new Endpoint(parameters.getByteArray(0, GUID)).equals(this.own);
    return done && own
        ? ((long) parameters.getInt(GUID) << 32) | (parameters.getInt(GUID + 4) & 0xFFFF_FFFFL)
        : 0;
  }

  /** High word first, as in the middleware. */
  private void sequence(long offset, long value) {
    parameters.setInt(offset, (int) (value >> 32));
    parameters.setInt(offset + 4, (int) value);
  }
}
