package org.parley.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.parley.run.ServerProduct;

/**
 * A request and what answers it. In the file {@code ###} begins an exchange, {@code >} is a line of the request, {@code <}
 * one of its answer; below {@code = servers: reason} is the answer of servers that cannot be brought to give the first one.
 */
record ParityExchange(String title, List<String> request, Map<String, List<String>> answers) {
    private static final Pattern REPEATED = Pattern.compile("\\{\\{(\\d+)\\*(.+?)}}");
    private static final Pattern BYTE = Pattern.compile("\\\\x([0-9a-f]{2})");
    private static final String EVERYWHERE = "";

    static List<ParityExchange> read(Path file) {
        List<ParityExchange> exchanges = new ArrayList<>();
        try {
            for (String block : Files.readString(file).split("(?m)^### ", -1)) {
                if (block.contains("\n>")) {
                    exchanges.add(parse(block.lines().toList()));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return exchanges;
    }

    /** What that server is to answer. */
    List<String> expected(ServerProduct server) {
        List<String> here = answers.get(server.name().toLowerCase(Locale.ROOT));
        return Optional.ofNullable(here).orElseGet(() -> answers.getOrDefault(EVERYWHERE, List.of()));
    }

    /** Whether that server cannot be brought to answer as it should. */
    boolean isException(ServerProduct server) {
        return answers.containsKey(server.name().toLowerCase(Locale.ROOT));
    }

    /** The request as it goes over the wire, a character a byte, with what was heard before in the places of {@code {name}}. */
    String wire(String authority, Map<String, String> heard) {
        List<String> lines = new ArrayList<>(request);
        lines.set(0, lines.get(0).contains(" HTTP/") ? lines.get(0) : lines.get(0) + " HTTP/1.1");
        int end = lines.contains("") ? lines.indexOf("") : lines.size();
        String body = bytes(String.join("\r\n", lines.subList(Math.min(end + 1, lines.size()), lines.size())), heard);
        List<String> head = new ArrayList<>(lines.subList(0, end));
        add(head, "Host", authority);
        add(head, "Connection", "close");
        if (end < lines.size() && head.stream().noneMatch(line -> line.startsWith("Transfer-Encoding:"))) {
            add(head, "Content-Length", String.valueOf(body.length()));
        }
        return bytes(String.join("\r\n", head), heard) + "\r\n\r\n" + body;
    }

    private static void add(List<String> head, String name, String value) {
        if (head.stream().noneMatch(line -> line.startsWith(name + ":"))) {
            head.add(name + ": " + value);
        }
        head.remove(name + ":"); // one that is to be left out
    }

    private static String bytes(String text, Map<String, String> heard) {
        String whole = text;
        for (Map.Entry<String, String> one : heard.entrySet()) {
            whole = whole.replace("{" + one.getKey() + "}", one.getValue());
        }
        whole = REPEATED.matcher(whole)
                .replaceAll(it -> Matcher.quoteReplacement(it.group(2).repeat(Integer.parseInt(it.group(1)))));
        String utf8 = new String(whole.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        return BYTE.matcher(utf8)
                .replaceAll(it -> Matcher.quoteReplacement(String.valueOf((char) Integer.parseInt(it.group(1), 16))));
    }

    private static ParityExchange parse(List<String> block) {
        List<String> request = new ArrayList<>();
        Map<String, List<String>> answers = new HashMap<>();
        List<String> answer = new ArrayList<>();
        answers.put(EVERYWHERE, answer);
        for (String line : block.subList(1, block.size())) {
            if (line.startsWith(">")) {
                request.add(text(line));
            } else if (line.startsWith("<")) {
                answer.add(text(line));
            } else if (line.startsWith("=")) {
                answer = new ArrayList<>();
                for (String server : text(line).split(":", -1)[0].split(", ", -1)) {
                    answers.put(server, answer);
                }
            }
        }
        return new ParityExchange(block.get(0), request, answers);
    }

    private static String text(String line) {
        return line.length() < 2 ? "" : line.substring(2);
    }
}
