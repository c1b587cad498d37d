package org.reins.node.arming;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.reins.node.signing.SigningException;
import org.reins.node.signing.VerifyingKey;
import org.reins.robot.OneLine;

/**
 * Compares a receipt with what it covers. What the process itself loads is compared twice: as it
 * was when it was loaded, and as it is now. What others load, such as the policy, is found where
 * the receipt says that it was, and compared as it is now. Not thread-safe.
 */
final class Inspection {
  private final Path file;
  private final Path keyFile;
  private final Function<Receipt, List<Covered>> others;
  private final Watched receiptBytes;
  private final List<Watched> own = new ArrayList<>();
  private final List<Watched> named = new ArrayList<>();
  private final Map<String, String> loaded = new HashMap<>();
  private Receipt receipt;
  private VerifyingKey keyOfReceipt;

  /**
   * Names the files.
   *
   * @param file the receipt
   * @param keyFile the public key
   * @param own what this process loads
   * @param others what a receipt covers beyond that
   */
  Inspection(Path file, Path keyFile, List<Covered> own, Function<Receipt, List<Covered>> others) {
    this.file = file;
    this.keyFile = keyFile;
    this.others = others;
    receiptBytes = new Watched(Covered.file("receipt", file));
    own.forEach(c -> this.own.add(new Watched(c)));
    this.own.forEach(Watched::look);
    this.own.forEach(w -> loaded.put(w.covered().name(), w.sum()));
  }

  /** What changed since the start, which is before loading, as one sentence; empty if nothing. */
  String changedWhileLoading() {
    for (Watched w : own) {
      w.look();
      if (!w.sum().equals(loaded.get(w.covered().name()))) {
        return w.covered().name()
            + " "
            + w.covered().source()
            + " changed while it was loaded: configure again";
      }
    }
    return "";
  }

  /** Everything that is watched. */
  List<Watched> watched() {
    List<Watched> all = new ArrayList<>(own);
    all.addAll(named);
    return all;
  }

  /**
   * Reads what changed.
   *
   * @return the receipt, whose signature is valid
   * @throws SigningException with one sentence if there is none
   */
  Receipt look() {
    VerifyingKey key = VerifyingKey.read(keyFile);
    if (receiptBytes.look() || receipt == null || !key.equals(keyOfReceipt)) {
      receipt = null;
      Receipt read = Receipt.read(file);
      requireSignature(read, key);
      named.clear();
      others.apply(read).forEach(c -> named.add(new Watched(c)));
      keyOfReceipt = key;
      receipt = read;
    }
    own.forEach(Watched::look);
    named.forEach(Watched::look);
    return receipt;
  }

  private void requireSignature(Receipt read, VerifyingKey key) {
    if (read.isSignedBy(key)) {
      return;
    }
    throw new SigningException(
        key.id().equals(read.key())
            ? "receipt "
                + file
                + " was changed after it was signed: its signature is wrong; restore it, or sign"
                + " again with ./reins arm"
            : "receipt "
                + file
                + " is not signed with the key of "
                + keyFile
                + " ("
                + key.id()
                + "): it names the key "
                + OneLine.of(read.key()));
  }

  /** What does not fit, one phrase a part; after a look. */
  List<String> differences() {
    List<String> all = new ArrayList<>();
    for (Watched w : watched()) {
      String name = w.covered().name();
      Part signed = receipt.statement().part(name);
      if (signed == null) {
        all.add(name + " (" + w.covered().source() + ") is not in the receipt");
      } else if (!signed.sha256().equals(w.sum())) {
        all.add(words(signed, w));
      } else if (!Objects.equals(loaded.getOrDefault(name, signed.sha256()), signed.sha256())) {
        all.add(
            name
                + " "
                + w.covered().source()
                + " was another one when it was loaded: configure again");
      }
    }
    return all;
  }

  /** Parts of the receipt that nothing here is compared with, one phrase a part; after a look. */
  List<String> unknown() {
    List<String> all = new ArrayList<>();
    for (Part p : receipt.statement().parts()) {
      if (watched().stream().noneMatch(w -> w.covered().name().equals(p.name()))) {
        all.add(p.name() + " was signed, and this version does not know what it is");
      }
    }
    return all;
  }

  private static String words(Part signed, Watched w) {
    String here = w.covered().source();
    if (!w.problem().isEmpty()) {
      return w.problem();
    }
    return signed.source().equals(here)
        ? signed.name() + " " + here + " is not the one that was signed: it has changed"
        : signed.name() + " is " + here + ", which is not what was signed as " + signed.source();
  }
}
