package org.reins.node.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MachineChecksTest {
  @TempDir Path root;

  @BeforeEach
  void aMachineThatIsReady() throws IOException {
    put("proc/sys/kernel/osrelease", "6.1.0-rt-amd64");
    put("sys/kernel/realtime", "1");
    put("sys/devices/system/cpu/isolated", "3");
    put("sys/devices/system/cpu/cpu0/cpufreq/scaling_governor", "performance");
    put("sys/devices/system/cpu/cpu1/cpufreq/scaling_governor", "performance");
    put("sys/devices/system/clocksource/clocksource0/current_clocksource", "tsc");
    put(
        "proc/self/limits",
        """
        Limit                     Soft Limit           Hard Limit           Units
        Max locked memory         unlimited            unlimited            bytes
        Max realtime priority     80                   80
        """);
    put("proc/self/status", "Name:\tjava\nUid:\t1000\t1000\t1000\t1000\nVmSwap:\t       0 kB\n");
    put("proc/meminfo", "MemTotal:       16000000 kB\nSwapTotal:       2097148 kB\n");
    put("proc/sys/kernel/sched_rt_runtime_us", "950000");
    put("proc/sys/net/core/rmem_max", "2147483647");
    put("proc/loadavg", "0.50 0.40 0.30 1/200 999");
    Files.createDirectories(root.resolve("dev/shm"));
  }

  private void put(String path, String text) throws IOException {
    Path file = root.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text + "\n");
  }

  private Finding find(String check) {
    return new MachineChecks(new SystemFiles(root), 4)
        .run().stream().filter(f -> f.check().equals(check)).findFirst().orElseThrow();
  }

  private void expect(Verdict verdict, String check, String text) {
    Finding f = find(check);
    assertEquals(verdict, f.verdict(), f.toString());
    assertTrue((f.found() + " " + f.mend()).contains(text), f.toString());
  }

  @Test
  void onAMachineThatIsReady_everyCheckIsGreen() {
    for (Finding f : new MachineChecks(new SystemFiles(root), 4).run()) {
      assertEquals(Verdict.OK, f.verdict(), f.toString());
    }
  }

  @Test
  void onAMachineThatShowsNothing_noCheckFailsOrThrows() {
    for (Finding f : new MachineChecks(new SystemFiles(root.resolve("empty")), 4).run()) {
      assertTrue(f.verdict() != Verdict.FAULT, f.toString());
    }
  }

  @Test
  void aDesktopKernel_isNamedWithThePackageThatMendsIt() throws IOException {
    put("sys/kernel/realtime", "0");
    put("proc/version", "Linux version 6.1.0-28-amd64 SMP PREEMPT_DYNAMIC");
    expect(Verdict.WARNING, "kernel", "linux-image-rt-amd64");
  }

  @Test
  void oneCoreThatSavesPower_isEnoughForAWarning() throws IOException {
    put("sys/devices/system/cpu/cpu1/cpufreq/scaling_governor", "powersave");
    expect(Verdict.WARNING, "governor", "performance, powersave");
  }

  @Test
  void aUserWithoutRights_isToldWhichLimitToRaise() throws IOException {
    put(
        "proc/self/limits",
        """
        Max locked memory         65536                65536                bytes
        Max realtime priority     0                    0
        """);
    expect(Verdict.WARNING, "priority limit", "rtprio 0");
    expect(Verdict.WARNING, "locked memory", "memlock 65536");
  }

  @Test
  void root_needsNoLimits() throws IOException {
    put("proc/self/status", "Uid:\t0\t0\t0\t0");
    put("proc/self/limits", "Max realtime priority     0                    0");
    expect(Verdict.OK, "priority limit", "root");
  }

  @Test
  void nonsenseInTheFiles_isNotTakenForANumber() throws IOException {
    put("proc/loadavg", "many");
    put("proc/sys/net/core/rmem_max", "99999999999999999999999999");
    put("proc/self/status", "Uid:\nVmSwap:\n");
    expect(Verdict.WARNING, "load", "NaN");
    expect(Verdict.UNKNOWN, "socket buffers", "not visible");
    expect(Verdict.OK, "swap", "MiB");
  }

  @Test
  void aSlowClockASwappedProcessAndABusyMachine_areNamed() throws IOException {
    put("sys/devices/system/clocksource/clocksource0/current_clocksource", "hpet");
    put("proc/self/status", "VmSwap:\t    4711 kB");
    put("proc/loadavg", "9.10 4.00 3.00 9/200 999");
    put("proc/sys/net/core/rmem_max", "212992");
    put("proc/sys/kernel/sched_rt_runtime_us", "0");
    expect(Verdict.WARNING, "clock", "hpet");
    expect(Verdict.WARNING, "swap", "4711 KiB");
    expect(Verdict.WARNING, "load", "9.1 on 4 cores");
    expect(Verdict.WARNING, "socket buffers", "212992");
    expect(Verdict.WARNING, "real-time share", "950000");
  }
}
