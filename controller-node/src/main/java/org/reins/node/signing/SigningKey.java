package org.reins.node.signing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;

/** A private key, which signs, and its public key. Keys are Ed25519 (RFC 8032), from the JDK. */
public final class SigningKey {
  static final String ALGORITHM = "Ed25519";

  private static final byte[] PROBE =
      "reins: do these keys belong together?".getBytes(StandardCharsets.UTF_8);

  private final PrivateKey key;
  private final VerifyingKey verifying;

  private SigningKey(PrivateKey key, VerifyingKey verifying) {
    this.key = key;
    this.verifying = verifying;
  }

  /** The file of the public key that belongs to a private key's file. */
  public static Path publicFile(Path file) {
    return file.resolveSibling(file.getFileName() + ".pub");
  }

  /**
   * Reads a private key, which only its owner may read, and its public key from the file beside it
   * with the ending .pub.
   *
   * @param file in PEM, of type PRIVATE KEY (PKCS #8), not encrypted
   * @throws SigningException with one sentence
   */
  public static SigningKey read(Path file) {
    byte[] bytes = PemFile.read(file, PemFile.Kind.PRIVATE);
    SigningKey pair;
    try {
      PrivateKey key =
          KeyFactory.getInstance(ALGORITHM).generatePrivate(new PKCS8EncodedKeySpec(bytes));
      pair = new SigningKey(key, VerifyingKey.read(publicFile(file)));
    } catch (GeneralSecurityException e) {
      throw PemFile.unusable(file, PemFile.Kind.PRIVATE, e);
    }
    if (!pair.verifying.verifies(PROBE, pair.sign(PROBE))) {
      throw new SigningException(
          "key file "
              + publicFile(file)
              + " is not the public key of "
              + file
              + ": put its own beside it, or make a new pair with ./reins arm keygen");
    }
    return pair;
  }

  /**
   * Makes a pair of keys in two new files: the private key for its owner only, the public key,
   * whose name ends with .pub, readable by all.
   *
   * @throws SigningException if one of the files exists or cannot be written
   */
  public static SigningKey make(Path file) {
    try {
      KeyPair pair = KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair();
      PemFile.requireAbsent(file);
      PemFile.requireAbsent(publicFile(file));
      PemFile.write(file, PemFile.Kind.PRIVATE, pair.getPrivate().getEncoded());
      PemFile.write(publicFile(file), PemFile.Kind.PUBLIC, pair.getPublic().getEncoded());
      return new SigningKey(pair.getPrivate(), VerifyingKey.of(pair.getPublic()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("JDK 17 has Ed25519", e);
    } catch (IOException | UnsupportedOperationException e) {
      throw new SigningException("key file " + file + " cannot be written: " + e.getMessage(), e);
    }
  }

  /** The public key. */
  public VerifyingKey verifying() {
    return verifying;
  }

  /** The signature over a message, in Base64. */
  public String sign(byte[] message) {
    try {
      Signature signature = Signature.getInstance(ALGORITHM);
      signature.initSign(key);
      signature.update(message);
      return Base64.getEncoder().encodeToString(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("JDK 17 has Ed25519", e);
    }
  }
}
