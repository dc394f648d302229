package org.parley.run;

import java.util.Locale;

/** The application servers that Parley runs on. The build's profile chooses one. */
public enum ServerProduct {
    OPENLIBERTY("Open Liberty") {
        @Override
        AppServer layOut(ServerPlace place) {
            return new LibertyServer(place);
        }
    },
    PAYARA("Payara Server") {
        @Override
        AppServer layOut(ServerPlace place) {
            return new PayaraServer(place);
        }
    },
    WILDFLY("WildFly") {
        @Override
        AppServer layOut(ServerPlace place) {
            return new WildFlyServer(place);
        }
    };

    private final String title;

    ServerProduct(String title) {
        this.title = title;
    }

    /** The one that the system property {@code parley.server} names. */
    public static ServerProduct chosen() {
        return valueOf(System.getProperty("parley.server", "openliberty").toUpperCase(Locale.ROOT));
    }

    /** As its files and profile are named. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Name and version, for people. */
    public String title() {
        return (title + " " + version()).trim();
    }

    String version() {
        return System.getProperty(word() + ".version", "");
    }

    abstract AppServer layOut(ServerPlace place);
}
