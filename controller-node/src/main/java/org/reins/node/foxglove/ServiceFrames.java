package org.reins.node.foxglove;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.reins.node.messages.StandardServices;
import org.reins.node.messages.StandardServices.Outcome;
import org.reins.node.ros.CdrReader;
import org.reins.node.ros.CdrWriter;
import org.reins.node.ros.ServiceType;

/** Service calls as binary messages of the protocol. */
final class ServiceFrames {
  /** First byte of a request. */
  static final byte REQUEST = 2;

  private static final byte RESPONSE = 3;
  private static final int HEAD = 1 + 3 * Integer.BYTES;
  private static final byte[] CDR = "cdr".getBytes(StandardCharsets.US_ASCII);

  /**
   * A call.
   *
   * @param service number of the service
   * @param call number of the call
   * @param encoding of the payload
   * @param payload the request
   */
  record Call(int service, int call, String encoding, ByteBuffer payload) {
    /** The boolean of a request of a kind; null if the payload is not such a request. */
    Boolean value(ServiceSpec.Kind kind) {
      if (kind == ServiceSpec.Kind.TRIGGER) {
        // It holds nothing; whatever an encoder makes of that is fine.
        return true;
      }
      CdrReader in = new CdrReader();
      Boolean value =
          in.start(payload.duplicate()) ? StandardServices.SET_BOOL.request().read(in) : null;
      return in.ok() ? value : null;
    }
  }

  private ServiceFrames() {}

  /** Reads a request; null if it is none. */
  static Call read(byte[] frame) {
    ByteBuffer in = ByteBuffer.wrap(frame).order(ByteOrder.LITTLE_ENDIAN);
    if (frame.length < HEAD || in.get() != REQUEST) {
      return null;
    }
    int service = in.getInt();
    int call = in.getInt();
    int length = in.getInt();
    if (length < 0 || length > in.remaining()) {
      return null;
    }
    byte[] encoding = new byte[length];
    in.get(encoding);
    return new Call(service, call, new String(encoding, StandardCharsets.UTF_8), in.slice());
  }

  /** Whether payloads of this encoding are understood. */
  static boolean isKnown(String encoding) {
    return encoding.equals("cdr");
  }

  /** The answer to a call. */
  static byte[] response(Call call, Outcome outcome) {
    String message = outcome.message();
    String told = message.length() > 1000 ? message.substring(0, 1000) : message;
    ByteBuffer out = ByteBuffer.allocate(ServiceType.RESPONSE_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    out.put(RESPONSE).putInt(call.service()).putInt(call.call());
    out.putInt(CDR.length).put(CDR);
    CdrWriter cdr = new CdrWriter();
    cdr.start(out);
    StandardServices.TRIGGER.response().write(new Outcome(outcome.success(), told), cdr);
    byte[] frame = new byte[out.position()];
    out.flip().get(frame);
    return frame;
  }
}
