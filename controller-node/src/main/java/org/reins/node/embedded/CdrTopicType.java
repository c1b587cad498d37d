package org.reins.node.embedded;

import java.nio.ByteBuffer;
import org.reins.node.ros.CdrReader;
import org.reins.node.ros.CdrWriter;
import org.reins.node.ros.MessageType;
import us.ihmc.idl.CDR;
import us.ihmc.idl.InterchangeSerializer;
import us.ihmc.pubsub.TopicDataType;
import us.ihmc.pubsub.common.SerializedPayload;

/**
 * Adapts our codecs to the middleware's interface. One instance serves one endpoint, which calls it
 * from one thread at a time.
 */
final class CdrTopicType<M> implements TopicDataType<CdrTopicType.Sample<M>> {
  /** A message, and whether the last decoded bytes were valid. */
  static final class Sample<M> {
    final M message;
    boolean valid;

    Sample(M message) {
      this.message = message;
    }
  }

  private final MessageType<M> type;
  private final CdrWriter writer = new CdrWriter();
  private final CdrReader reader = new CdrReader();

  CdrTopicType(MessageType<M> type) {
    this.type = type;
  }

  @Override
  public void serialize(Sample<M> sample, SerializedPayload payload) {
    ByteBuffer data = payload.getData();
    data.clear();
    payload.setEncapsulation(SerializedPayload.CDR_LE);
    writer.start(data);
    type.write(sample.message, writer);
    data.flip();
    payload.setLength(data.limit());
  }

  @Override
  public void deserialize(SerializedPayload payload, Sample<M> sample) {
    sample.valid =
        reader.start(payload.getData()) && type.read(reader, sample.message) && reader.ok();
  }

  @Override
  public int getTypeSize() {
    return type.maxSize();
  }

  @Override
  public String getName() {
    return type.name();
  }

  @Override
  public Sample<M> createData() {
    return new Sample<>(type.create());
  }

  @Override
  public TopicDataType<Sample<M>> newInstance() {
    return new CdrTopicType<>(type);
  }

  @Override
  public void copy(Sample<M> from, Sample<M> to) {
    throw notUsed();
  }

  @Override
  public void serialize(Sample<M> sample, InterchangeSerializer serializer) {
    throw notUsed();
  }

  @Override
  public void deserialize(InterchangeSerializer serializer, Sample<M> sample) {
    throw notUsed();
  }

  @Override
  public void serialize(Sample<M> sample, CDR cdr) {
    throw notUsed();
  }

  @Override
  public void deserialize(Sample<M> sample, CDR cdr) {
    throw notUsed();
  }

  private static UnsupportedOperationException notUsed() {
    return new UnsupportedOperationException("only CDR payloads go over the wire");
  }
}
