package org.parley.offline;

import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** What a question asks about its subject, with the words that ask for it and the fields that tell it. */
enum Aspect {
    HOURS("open opens opened opening hour hours close closes closed closing when time times today tomorrow", "hours"),
    PHONE("phone phones telephone tel number numbers call dial reach extension contact", "phone tel"),
    EMAIL("email emails e-mail mail address write", "email mail"),
    PLACE(
            "where office located location locations address building floor room suite",
            "location address building floor room"),
    PRICE("price prices cost costs expensive cheap price-list", "price"),
    DOSE("dose dosage doses rate", "dose"),
    LANGUAGE("language languages speak speaks spoken", "languages language"),
    STOCK("stock", "stock"),
    PACK("pack packs", "pack");

    private final Pattern words;
    private final Pattern fields;

    Aspect(String words, String fields) {
        this.words = Pattern.compile(words.replace(' ', '|'));
        this.fields = Pattern.compile("(?:" + fields.replace(' ', '|') + ")(?:_.*)?");
    }

    static Set<Aspect> of(Collection<String> words) {
        Set<Aspect> found = EnumSet.noneOf(Aspect.class);
        for (Aspect aspect : values()) {
            if (words.stream().anyMatch(aspect::isNamedBy)) {
                found.add(aspect);
            }
        }
        return found;
    }

    static boolean isAspect(String word) {
        return List.of(values()).stream().anyMatch(aspect -> aspect.isNamedBy(word));
    }

    boolean isNamedBy(String word) {
        return words.matcher(Words.lower(word)).matches();
    }

    /** Whether the field tells this: {@code price_usd} tells the price. */
    boolean isToldBy(String field) {
        return fields.matcher(Words.lower(field)).matches();
    }

    Optional<String> fieldOf(Collection<String> names) {
        return names.stream().filter(this::isToldBy).findFirst();
    }
}
