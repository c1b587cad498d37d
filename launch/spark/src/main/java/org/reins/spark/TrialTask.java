package org.reins.spark;

import java.io.File;
import java.lang.reflect.InvocationTargetException;
import java.net.InetAddress;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.broadcast.Broadcast;

/**
 * Runs one trial on a worker. Reins is loaded there by a class loader of its own, once for each
 * process, for its libraries and Spark's have classes of the same names.
 *
 * <p>A trial that fails gives a sentence, not an exception: Spark would run it again, and it would
 * fail again.
 */
final class TrialTask implements Function<byte[], byte[]> {
  private static final long serialVersionUID = 1;

  /** The runners of this process, by recipe. */
  private static final Map<Long, UnaryOperator<byte[]>> RUNNERS = new ConcurrentHashMap<>();

  private final String[] classPath;
  private final String worker;
  private final Broadcast<byte[]> recipe;

  TrialTask(String[] classPath, String worker, Broadcast<byte[]> recipe) {
    this.classPath = classPath.clone();
    this.worker = worker;
    this.recipe = recipe;
  }

  @Override
  public byte[] call(byte[] trial) {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    try {
      UnaryOperator<byte[]> runner = RUNNERS.computeIfAbsent(recipe.id(), id -> runner());
      // Services such as parsers are looked for with the loader of the thread.
      thread.setContextClassLoader(runner.getClass().getClassLoader());
      return marked(0, runner.apply(trial));
    } catch (RuntimeException | LinkageError e) {
      return marked(1, (host() + ": " + e.getMessage()).getBytes(StandardCharsets.UTF_8));
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  private UnaryOperator<byte[]> runner() {
    URL[] urls = new URL[classPath.length];
    for (int k = 0; k < urls.length; k++) {
      File file = new File(classPath[k]);
      if (!file.exists()) {
        throw new IllegalStateException(
            "there is no "
                + file
                + ": Reins must lie at the same path on each worker as on the machine that starts"
                + " the campaign");
      }
      urls[k] = url(file);
    }
    // Stays open as long as the process: the runner loads classes when it needs them.
    @SuppressWarnings("resource")
    ClassLoader loader = new URLClassLoader(urls, ClassLoader.getPlatformClassLoader());
    // Spark reads it with the loader of the thread, so before that is Reins'.
    byte[] content = recipe.value();
    Thread.currentThread().setContextClassLoader(loader);
    try {
      Object runner = loader.loadClass(worker).getConstructor(byte[].class).newInstance(content);
      @SuppressWarnings("unchecked")
      UnaryOperator<byte[]> typed = (UnaryOperator<byte[]>) runner;
      return typed;
    } catch (InvocationTargetException e) {
      throw new IllegalStateException(e.getCause().getMessage(), e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("the Reins that lies there has no class " + worker, e);
    }
  }

  private static URL url(File file) {
    try {
      return file.toURI().toURL();
    } catch (MalformedURLException e) {
      throw new IllegalStateException("path " + file + " has no URL", e);
    }
  }

  private static byte[] marked(int mark, byte[] content) {
    byte[] all = new byte[content.length + 1];
    all[0] = (byte) mark;
    System.arraycopy(content, 0, all, 1, content.length);
    return all;
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "a worker";
    }
  }
}
