package org.parley.bench;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What the server's JVM takes of the machine, as Linux and the JVM's own tool count it. */
public final class ServerProcess {
    private static final Pattern RESIDENT = Pattern.compile("(?m)^VmRSS:\\s+(\\d+) kB");
    private static final Pattern USED = Pattern.compile("used (\\d+)K");

    private static final int USER_TICKS = 11;
    private static final int SYSTEM_TICKS = 12;
    private static final long TICK_MS = 10;

    private final ProcessHandle jvm;

    /** Finds the JVM, which may be the started process or below it. */
    public ServerProcess(ProcessHandle started) {
        jvm = Stream.concat(Stream.of(started), started.descendants())
                .filter(process -> process.info().command().orElse("").endsWith("/java"))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no JVM below process " + started.pid()));
    }

    public long pid() {
        return jvm.pid();
    }

    /** Time of the processors that it had so far, of all its threads, those of the garbage collector included. */
    public Duration cpu() {
        return jvm.info().totalCpuDuration().orElseThrow();
    }

    /** What the JIT compilers had of it: a JVM that is not warm yet shows here. */
    Duration compilerCpu() {
        File[] threads = new File("/proc/" + pid() + "/task").listFiles();
        return Stream.of(threads == null ? new File[0] : threads)
                .map(ServerProcess::stat)
                .filter(stat -> stat.contains("(C1 Compiler") || stat.contains("(C2 Compiler"))
                .map(stat -> stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1))
                .map(fields -> Duration.ofMillis(
                        TICK_MS * (Long.parseLong(fields[USER_TICKS]) + Long.parseLong(fields[SYSTEM_TICKS]))))
                .reduce(Duration.ZERO, Duration::plus);
    }

    /** Resident memory in kilobytes. */
    public long residentKb() {
        try {
            Matcher resident = RESIDENT.matcher(Files.readString(Path.of("/proc/" + pid() + "/status")));
            if (!resident.find()) {
                throw new IllegalStateException("no VmRSS of process " + pid());
            }
            return Long.parseLong(resident.group(1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Kilobytes of the heap that are in use after a full collection, which this asks for. */
    public long liveHeapKb() {
        command("GC.run");
        String heap = command("GC.heap_info");
        int classes = heap.indexOf("Metaspace");
        return USED.matcher(classes < 0 ? heap : heap.substring(0, classes))
                .results()
                .mapToLong(used -> Long.parseLong(used.group(1)))
                .sum();
    }

    /** Empty for a thread that has ended meanwhile. */
    private static String stat(File thread) {
        try {
            return Files.readString(thread.toPath().resolve("stat"));
        } catch (IOException e) {
            return "";
        }
    }

    private String command(String command) {
        try {
            Process tool = new ProcessBuilder(
                            System.getProperty("java.home") + "/bin/jcmd", String.valueOf(pid()), command)
                    .redirectErrorStream(true)
                    .start();
            return new String(tool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
