package org.reins.node.embedded;

import java.nio.ByteBuffer;
import us.ihmc.idl.CDR;
import us.ihmc.idl.InterchangeSerializer;
import us.ihmc.pubsub.TopicDataType;
import us.ihmc.pubsub.common.SerializedPayload;

/**
 * Samples as raw bytes. They are used for services, whose header is known only from the sample's
 * metadata, and for the node graph, whose layout depends on the sender's distribution.
 */
final class RawTopicType implements TopicDataType<RawSample> {
  private final String name;
  private final int maxSize;

  RawTopicType(String name, int maxSize) {
    this.name = name;
    this.maxSize = maxSize;
  }

  @Override
  public void serialize(RawSample sample, SerializedPayload payload) {
    ByteBuffer data = payload.getData();
    data.clear();
    payload.setEncapsulation(SerializedPayload.CDR_LE);
    data.put(sample.bytes, 0, sample.length);
    data.flip();
    payload.setLength(sample.length);
  }

  @Override
  public void deserialize(SerializedPayload payload, RawSample sample) {
    ByteBuffer data = payload.getData();
    sample.length = Math.min(sample.bytes.length, data.remaining());
    data.get(sample.bytes, 0, sample.length);
  }

  @Override
  public int getTypeSize() {
    return maxSize;
  }

  @Override
  public String getName() {
    return name;
  }

  @Override
  public RawSample createData() {
    return new RawSample(maxSize);
  }

  @Override
  public TopicDataType<RawSample> newInstance() {
    return new RawTopicType(name, maxSize);
  }

  @Override
  public void copy(RawSample from, RawSample to) {
    throw notUsed();
  }

  @Override
  public void serialize(RawSample sample, InterchangeSerializer serializer) {
    throw notUsed();
  }

  @Override
  public void deserialize(InterchangeSerializer serializer, RawSample sample) {
    throw notUsed();
  }

  @Override
  public void serialize(RawSample sample, CDR cdr) {
    throw notUsed();
  }

  @Override
  public void deserialize(RawSample sample, CDR cdr) {
    throw notUsed();
  }

  private static UnsupportedOperationException notUsed() {
    return new UnsupportedOperationException("only CDR payloads go over the wire");
  }
}
