package org.reins.node.signing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class KeyPairTest {
  private static final byte[] MESSAGE = "drive".getBytes(StandardCharsets.UTF_8);
  @TempDir private Path folder;

  private Path key() {
    Path file = folder.resolve("me.key");
    SigningKey.make(file);
    return file;
  }

  private static void allow(Path file, String permissions) throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
  }

  private static String refusal(Runnable work) {
    String message = assertThrows(SigningException.class, work::run).getMessage();
    assertFalse(message.contains("\n"), message);
    return message;
  }

  @Test
  void whatAKeySigns_itsPublicKeyVerifies_andNoOtherMessage() {
    Path file = key();
    String signature = SigningKey.read(file).sign(MESSAGE);
    VerifyingKey verifying = VerifyingKey.read(SigningKey.publicFile(file));
    assertTrue(verifying.verifies(MESSAGE, signature));
    assertFalse(verifying.verifies("Drive".getBytes(StandardCharsets.UTF_8), signature));
    for (String broken :
        List.of("", "no base64", "AAAA", signature.substring(4), signature + "AA")) {
      assertFalse(verifying.verifies(MESSAGE, broken), broken);
    }
  }

  @Test
  void openSslReadsTheKeysAndAgreesOnTheSignature() throws Exception {
    Path file = key();
    Path message = Files.write(folder.resolve("message"), MESSAGE);
    Path signature =
        Files.write(
            folder.resolve("signature"),
            Base64.getDecoder().decode(SigningKey.read(file).sign(MESSAGE)));
    Process process;
    try {
      process =
          new ProcessBuilder(
                  "openssl",
                  "pkeyutl",
                  "-verify",
                  "-rawin",
                  "-pubin",
                  "-inkey",
                  SigningKey.publicFile(file).toString(),
                  "-in",
                  message.toString(),
                  "-sigfile",
                  signature.toString())
              .redirectErrorStream(true)
              .start();
    } catch (IOException e) {
      System.out.println("openSslReadsTheKeys skipped: openssl is missing");
      assumeTrue(false, "openssl is missing: apt-get install openssl");
      return;
    }
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), said);
    assertTrue(said.contains("Verified Successfully"), said);
  }

  @Test
  void thePrivateKeyIsForItsOwnerOnly_fromTheStart_andOtherwiseRefused() throws IOException {
    Path file = key();
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    for (String open : List.of("rw-r-----", "rw----r--", "rw--w----", "rw------x")) {
      allow(file, open);
      String message = refusal(() -> SigningKey.read(file));
      assertTrue(message.contains(open) && message.contains("chmod 600 " + file), message);
    }
    allow(file, "r--------");
    SigningKey.read(file);
  }

  @Test
  void aPublicKeyThatOthersCanReplaceIsRefused() throws IOException {
    Path file = SigningKey.publicFile(key());
    for (String open : List.of("rw-rw-r--", "rw-r--rw-")) {
      allow(file, open);
      String message = refusal(() -> VerifyingKey.read(file));
      assertTrue(message.contains(open) && message.contains("chmod 644 " + file), message);
    }
    allow(file, "rw-r--r--");
    allow(folder, "rwxrwxrwx");
    String message = refusal(() -> VerifyingKey.read(file));
    assertTrue(message.contains("folder that everyone can write"), message);
    allow(folder, "rwxrwxr-x");
    VerifyingKey.read(file);
  }

  @Test
  void whatIsNotTheKeyThatIsNeededIsNamed() throws IOException {
    Path file = key();
    Path publicFile = SigningKey.publicFile(file);
    assertTrue(refusal(() -> VerifyingKey.read(file)).contains("holds a private key"));
    assertTrue(refusal(() -> SigningKey.read(publicFile)).contains("permissions"));
    assertTrue(refusal(() -> SigningKey.read(folder.resolve("no"))).contains("does not exist"));
    assertTrue(refusal(() -> SigningKey.read(folder)).contains("folder"));
    Path other = folder.resolve("other.key");
    SigningKey.make(other);
    Files.copy(
        SigningKey.publicFile(other),
        publicFile,
        java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    assertTrue(refusal(() -> SigningKey.read(file)).contains("is not the public key of"));
    String pem = Files.readString(other);
    for (String broken :
        List.of(
            "",
            "x",
            pem.substring(0, 60),
            pem.replace("MC4C", "MC4D"),
            pem.replace("PRIVATE", "ENCRYPTED PRIVATE"),
            pem.replaceAll("\n[A-Za-z0-9+/=]+\n", "\n%%%\n"))) {
      Files.writeString(other, broken);
      assertTrue(refusal(() -> SigningKey.read(other)).contains("is not an Ed25519"), broken);
    }
  }

  @Test
  void aKeyIsNeverOverwritten() throws IOException {
    Path file = key();
    assertTrue(refusal(() -> SigningKey.make(file)).contains("never overwritten"));
    Files.delete(file);
    assertTrue(refusal(() -> SigningKey.make(file)).contains(".pub exists"));
    assertFalse(Files.exists(file));
  }
}
