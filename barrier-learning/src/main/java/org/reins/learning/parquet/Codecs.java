package org.reins.learning.parquet;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import net.jpountz.lz4.LZ4Factory;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.xerial.snappy.Snappy;

/**
 * Compression of pages, without Hadoop: none, snappy, gzip, zstd and raw LZ4. A page yields as many
 * bytes as its header claims, or an error. A claim that no compression can reach is not allocated.
 */
final class Codecs implements CompressionCodecFactory {
  // zstd packs zeros about 1 to 30,000; the others stay below.
  private static final int LARGEST_RATIO = 1 << 16;
  private static final int SMALL = 1 << 20;

  @Override
  public BytesInputCompressor getCompressor(CompressionCodecName name) {
    return new Packer(name);
  }

  @Override
  public BytesInputDecompressor getDecompressor(CompressionCodecName name) {
    return new Unpacker(name);
  }

  @Override
  public void release() {
    // Holds nothing.
  }

  private record Packer(CompressionCodecName name) implements BytesInputCompressor {
    @Override
    public BytesInput compress(BytesInput plain) throws IOException {
      byte[] bytes = bytes(plain);
      return BytesInput.from(
          switch (name) {
            case UNCOMPRESSED -> bytes;
            case SNAPPY -> Snappy.compress(bytes);
            case ZSTD -> Zstd.compress(bytes);
            case GZIP -> {
              ByteArrayOutputStream out = new ByteArrayOutputStream();
              try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
                gzip.write(bytes);
              }
              yield out.toByteArray();
            }
            default -> throw unknown(name);
          });
    }

    @Override
    public CompressionCodecName getCodecName() {
      return name;
    }

    @Override
    public void release() {
      // Holds nothing.
    }
  }

  private record Unpacker(CompressionCodecName name) implements BytesInputDecompressor {
    @Override
    public BytesInput decompress(BytesInput packed, int size) throws IOException {
      return BytesInput.from(unpacked(bytes(packed), size));
    }

    @Override
    public void decompress(ByteBuffer packed, int packedSize, ByteBuffer plain, int size)
        throws IOException {
      byte[] bytes = new byte[packedSize];
      packed.get(bytes);
      plain.put(unpacked(bytes, size));
      plain.flip();
    }

    private byte[] unpacked(byte[] packed, int size) throws IOException {
      if (size < 0 || size > SMALL && size / LARGEST_RATIO > packed.length) {
        throw new IOException(
            "a page of " + packed.length + " bytes claims to contain " + size + " bytes");
      }
      byte[] plain =
          switch (name) {
            case UNCOMPRESSED -> packed;
            case SNAPPY -> {
              int claimed = Snappy.uncompressedLength(packed);
              requireSize(claimed, size);
              yield Snappy.uncompress(packed);
            }
            case ZSTD -> Zstd.decompress(packed, size);
            case GZIP -> {
              try (InputStream gzip = new GZIPInputStream(new ByteArrayInputStream(packed))) {
                yield gzip.readNBytes(size + 1);
              }
            }
            case LZ4_RAW -> LZ4Factory.safeInstance().safeDecompressor().decompress(packed, size);
            default -> throw unknown(name);
          };
      requireSize(plain.length, size);
      return plain;
    }

    private static void requireSize(int found, int claimed) throws IOException {
      if (found != claimed) {
        throw new IOException("a page claims to contain " + claimed + " bytes and has " + found);
      }
    }

    @Override
    public void release() {
      // Holds nothing.
    }
  }

  private static byte[] bytes(BytesInput in) throws IOException {
    return in.toInputStream().readAllBytes();
  }

  private static ParquetFileException unknown(CompressionCodecName name) {
    return new ParquetFileException(
        "its pages are compressed with "
            + name
            + ", which is not read: write it with snappy, gzip, zstd, lz4_raw or none");
  }
}
