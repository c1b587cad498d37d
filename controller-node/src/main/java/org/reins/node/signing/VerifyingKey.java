package org.reins.node.signing;

import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;

/**
 * A public key, which checks signatures.
 *
 * @param key Ed25519
 * @param id the first 16 characters of the SHA-256 of the encoded key, for people
 */
public record VerifyingKey(PublicKey key, String id) {
  private static final int ID_LENGTH = 16;

  /** Names a key. */
  static VerifyingKey of(PublicKey key) {
    return new VerifyingKey(key, Sha256.of(key.getEncoded()).substring(0, ID_LENGTH));
  }

  /**
   * Reads a key that its owner alone can replace: whoever can write the file decides whose
   * signatures count.
   *
   * @param file in PEM, of type PUBLIC KEY
   * @throws SigningException with one sentence
   */
  public static VerifyingKey read(Path file) {
    byte[] bytes = PemFile.read(file, PemFile.Kind.PUBLIC);
    try {
      return of(
          KeyFactory.getInstance(SigningKey.ALGORITHM)
              .generatePublic(new X509EncodedKeySpec(bytes)));
    } catch (GeneralSecurityException e) {
      throw PemFile.unusable(file, PemFile.Kind.PUBLIC, e);
    }
  }

  /** Whether a signature in Base64 is this key's over a message. */
  public boolean verifies(byte[] message, String signature) {
    try {
      Signature check = Signature.getInstance(SigningKey.ALGORITHM);
      check.initVerify(key);
      check.update(message);
      return check.verify(Base64.getDecoder().decode(signature));
    } catch (SignatureException | IllegalArgumentException e) {
      // Not a signature at all.
      return false;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("JDK 17 has Ed25519", e);
    }
  }
}
