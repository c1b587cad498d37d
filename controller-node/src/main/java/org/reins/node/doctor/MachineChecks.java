package org.reins.node.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What the kernel says of itself and of the rights of this process. */
final class MachineChecks {
  /** Priority that the loop asks for, with some room above. */
  private static final long PRIORITY = 60;

  /** Socket buffer that holds a burst of states and point clouds, bytes. */
  private static final long BUFFER = 2 << 20;

  private static final long MEGABYTE = 1 << 20;
  private static final Set<String> SLOW_CLOCKS =
      Set.of("hpet", "acpi_pm", "jiffies", "refined-jiffies");
  private static final String LIMITS = "proc/self/limits";

  private final SystemFiles files;
  private final int cores;

  /**
   * Prepares the checks.
   *
   * @param cores processors that this process may use
   */
  MachineChecks(SystemFiles files, int cores) {
    this.files = files;
    this.cores = cores;
  }

  List<Finding> run() {
    List<Finding> all = new ArrayList<>();
    all.add(kernel());
    all.add(processors());
    all.add(governor());
    all.add(clock());
    all.add(priority());
    all.add(locking());
    all.add(throttling());
    all.add(swap());
    all.add(sockets());
    all.add(sharedMemory());
    all.add(load());
    return all;
  }

  private Finding kernel() {
    String release = files.text("proc/sys/kernel/osrelease").orElse("not Linux");
    boolean realTime =
        files.number("sys/kernel/realtime").orElse(0L) == 1
            || files.text("proc/version").orElse("").contains("PREEMPT_RT");
    return Finding.unless(
        !realTime,
        "kernel",
        release + (realTime ? " with PREEMPT_RT" : " without PREEMPT_RT"),
        "a control period of 1 ms is then kept only most of the time: install a real-time kernel"
            + " (Debian: apt install linux-image-rt-amd64)");
  }

  private Finding processors() {
    String isolated = files.text("sys/devices/system/cpu/isolated").orElse("");
    String found =
        cores + " cores, " + (isolated.isEmpty() ? "none isolated" : "isolated: " + isolated);
    return Finding.unless(
        cores < 2 || isolated.isEmpty(),
        "cores",
        found,
        cores < 2
            ? "the loop, the middleware and the policy share one core: give the process at least two"
            : "other processes may run on the loop's core: isolcpus=3 nohz_full=3 rcu_nocbs=3 on the"
                + " kernel command line, and taskset -c 3 in front of the command");
  }

  private Finding governor() {
    Set<String> set =
        new TreeSet<>(
            files.texts("sys/devices/system/cpu", "cpu[0-9]*", "cpufreq/scaling_governor"));
    if (set.isEmpty()) {
      return Finding.unknown("governor", "not visible, as in most virtual machines");
    }
    return Finding.unless(
        !set.equals(Set.of("performance")),
        "governor",
        String.join(", ", set),
        "cpupower frequency-set -g performance");
  }

  private Finding clock() {
    Optional<String> source =
        files.text("sys/devices/system/clocksource/clocksource0/current_clocksource");
    return source
        .map(
            s ->
                Finding.unless(
                    SLOW_CLOCKS.contains(s),
                    "clock",
                    "clock source " + s,
                    "each reading takes microseconds: start the kernel with clocksource=tsc"
                        + " tsc=reliable if the processor's counter is invariant"))
        .orElse(Finding.unknown("clock", "the clock source is not visible"));
  }

  private Finding priority() {
    Optional<String> limit = files.line(LIMITS, "Max realtime priority").map(words -> words.get(0));
    if (limit.isEmpty()) {
      return Finding.unknown("priority limit", "not visible");
    }
    boolean enough =
        limit.get().equals("unlimited") || isAtLeast(limit.get(), PRIORITY) || isRoot();
    return Finding.unless(
        !enough,
        "priority limit",
        "rtprio "
            + limit.get()
            + (enough && !isAtLeast(limit.get(), PRIORITY) ? ", process is root" : ""),
        "LimitRTPRIO=80 in the systemd unit, or the line '@realtime - rtprio 80' in"
            + " /etc/security/limits.d/realtime.conf and the user in that group");
  }

  private Finding locking() {
    Optional<String> limit = files.line(LIMITS, "Max locked memory").map(words -> words.get(0));
    if (limit.isEmpty()) {
      return Finding.unknown("locked memory", "not visible");
    }
    boolean enough =
        limit.get().equals("unlimited") || isAtLeast(limit.get(), 512 * MEGABYTE) || isRoot();
    return Finding.unless(
        !enough,
        "locked memory",
        "memlock " + limit.get() + " bytes",
        "LimitMEMLOCK=infinity in the systemd unit, or '@realtime - memlock unlimited' in"
            + " /etc/security/limits.d/realtime.conf");
  }

  private Finding throttling() {
    Optional<Long> share = files.number("proc/sys/kernel/sched_rt_runtime_us");
    return share
        .map(
            s ->
                Finding.unless(
                    s == 0,
                    "real-time share",
                    s < 0 ? "not limited" : s + " us of each second's million",
                    "no thread may run at real-time priority: sysctl -w"
                        + " kernel.sched_rt_runtime_us=950000"))
        .orElse(Finding.unknown("real-time share", "not visible"));
  }

  private Finding swap() {
    long swapped = kilobytes("proc/self/status", "VmSwap:");
    long total = kilobytes("proc/meminfo", "SwapTotal:");
    return Finding.unless(
        swapped > 0,
        "swap",
        total == 0
            ? "none"
            : total / 1024 + " MiB, of this process " + swapped + " KiB are swapped out",
        "memory that was swapped out takes milliseconds to come back: swapoff -a, or stop what"
            + " fills the memory");
  }

  private Finding sockets() {
    Optional<Long> most = files.number("proc/sys/net/core/rmem_max");
    return most.map(
            m ->
                Finding.unless(
                    m < BUFFER,
                    "socket buffers",
                    "net.core.rmem_max " + m + " bytes",
                    "bursts of large messages are lost: sysctl -w net.core.rmem_max=2147483647"))
        .orElse(Finding.unknown("socket buffers", "not visible"));
  }

  private Finding sharedMemory() {
    return java.nio.file.Files.isWritable(files.root().resolve("dev/shm"))
        ? Finding.ok("shared memory", "/dev/shm is writable")
        : Finding.warning(
            "shared memory",
            "/dev/shm is missing or not writable",
            "DDS then sends everything through sockets: mount a tmpfs at /dev/shm (docker:"
                + " --ipc=host)");
  }

  private Finding load() {
    Optional<Double> load =
        files.text("proc/loadavg").map(t -> t.split("\\s+", 2)[0]).map(MachineChecks::decimal);
    return load.map(
            l ->
                Finding.unless(
                    !(l <= cores),
                    "load",
                    l + " on " + cores + " cores",
                    "more threads want to run than there are cores: stop other work while the robot"
                        + " moves"))
        .orElse(Finding.unknown("load", "not visible"));
  }

  private long kilobytes(String file, String name) {
    return files
        .line(file, name)
        .map(words -> words.get(0))
        .filter(w -> w.matches("\\d{1,15}"))
        .map(Long::parseLong)
        .orElse(0L);
  }

  private boolean isRoot() {
    return files
        .line("proc/self/status", "Uid:")
        .map(w -> w.size() > 1 && w.get(1).equals("0"))
        .orElse(false);
  }

  private static boolean isAtLeast(String number, long least) {
    return number.matches("\\d{1,18}") && Long.parseLong(number) >= least;
  }

  private static double decimal(String text) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
  }
}
