package org.parley.it;

import java.util.List;
import java.util.Locale;
import org.parley.run.AppServer;

/** What goes wrong, and what is done about it. */
enum Fault {
    KILL {
        @Override
        void strike(Cluster cluster, List<FaultTurn> turns) throws InterruptedException {
            server(cluster).kill();
        }

        @Override
        void mend(Cluster cluster) throws InterruptedException {
            server(cluster).start();
        }
    },
    SIGTERM {
        @Override
        void strike(Cluster cluster, List<FaultTurn> turns) {
            server(cluster).stop();
        }

        @Override
        void mend(Cluster cluster) throws InterruptedException {
            server(cluster).start();
        }
    },
    DATABASE_RESTART {
        @Override
        void strike(Cluster cluster, List<FaultTurn> turns) throws InterruptedException {
            cluster.postgres().crash();
        }

        @Override
        void mend(Cluster cluster) throws InterruptedException {
            cluster.postgres().start();
        }
    },
    PROVIDER_CUT {
        @Override
        void strike(Cluster cluster, List<FaultTurn> turns) {
            turns.forEach(FaultTurn::cut);
        }
    },
    CLIENT_GONE {
        @Override
        void strike(Cluster cluster, List<FaultTurn> turns) {
            turns.forEach(FaultTurn::leave);
        }
    };

    static final String NODE = "solo";

    abstract void strike(Cluster cluster, List<FaultTurn> turns) throws InterruptedException;

    @SuppressWarnings("unused")
    void mend(Cluster cluster) throws InterruptedException {}

    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static AppServer server(Cluster cluster) {
        return cluster.node(NODE);
    }
}
