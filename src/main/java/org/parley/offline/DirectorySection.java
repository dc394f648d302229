package org.parley.offline;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The section of the system prompt that names the lists, one bullet for each. */
final class DirectorySection {
    private static final Pattern HEADING = Pattern.compile("^#{1,6}\\s+Directories\\s*$");
    private static final Pattern BULLET = Pattern.compile("^[-*]\\s+`?([a-z0-9][a-z0-9_-]{0,62})`?:\\s*(.*)$");
    private static final Pattern FIELDS = Pattern.compile("^(.*)\\((?:[^()]*;\\s*)?fields:\\s*([^()]*)\\)\\s*$");

    private DirectorySection() {}

    static List<OfferedList> parse(String prompt) {
        List<OfferedList> lists = new ArrayList<>();
        boolean inside = false;
        for (String line : prompt.lines().map(String::strip).toList()) {
            if (line.startsWith("#")) {
                inside = HEADING.matcher(line).matches();
            }
            Matcher bullet = BULLET.matcher(line);
            if (inside && bullet.matches()) {
                lists.add(list(bullet.group(1), bullet.group(2)));
            }
        }
        return List.copyOf(lists);
    }

    private static OfferedList list(String name, String rest) {
        Matcher matcher = FIELDS.matcher(rest);
        if (!matcher.matches()) {
            return new OfferedList(name, rest, List.of());
        }
        List<String> fields = Arrays.stream(matcher.group(2).split(",", -1))
                .map(field -> Words.lower(field.strip()))
                .filter(field -> !field.isEmpty())
                .toList();
        return new OfferedList(name, matcher.group(1).strip(), fields);
    }
}
