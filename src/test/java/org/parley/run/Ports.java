package org.parley.run;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/** Ports of the loopback interface. */
public final class Ports {
    private static final int FIRST = 20_000;
    private static final int END = 32_000;
    private static final Set<Integer> GIVEN = ConcurrentHashMap.newKeySet();

    private Ports() {}

    /**
     * One that nothing listens on at this moment, so that runs may stand beside each other; below those that the system
     * gives out by itself until a server has taken it.
     */
    public static int free() {
        for (int port = any(); ; port = any()) {
            if (GIVEN.add(port) && isFree(port)) {
                return port;
            }
        }
    }

    private static int any() {
        return ThreadLocalRandom.current().nextInt(FIRST, END);
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }
}
