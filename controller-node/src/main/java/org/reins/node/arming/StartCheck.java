package org.reins.node.arming;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import org.reins.node.signing.SigningException;

/** For nodes that load their files once, at the start: they start only with what was signed. */
public final class StartCheck {
  private final Path file;
  private final Inspection inspection;

  /**
   * Reads the files.
   *
   * @param file the receipt
   * @param keyFile the public key that must have signed it
   * @param own what the node loads; other parts of the receipt are not compared
   */
  public StartCheck(Path file, Path keyFile, List<Covered> own) {
    this.file = file;
    inspection = new Inspection(file, keyFile, own, receipt -> List.of());
  }

  /**
   * Loads if all is as it was signed, before and after loading.
   *
   * @throws SigningException with one sentence if something differs
   */
  public <T> T load(Supplier<T> loader) {
    require();
    T loaded = loader.get();
    String changed = inspection.changedWhileLoading();
    if (!changed.isEmpty()) {
      throw new SigningException(changed);
    }
    require();
    return loaded;
  }

  private void require() {
    Receipt signed = inspection.look();
    String sentence = Misfit.sentence(file, signed.statement(), inspection.differences());
    if (!sentence.isEmpty()) {
      throw new SigningException(sentence);
    }
  }
}
