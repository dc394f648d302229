# Parley on Open Liberty: docker build -f docker/openliberty.Dockerfile -t parley:openliberty .
FROM maven:3.9-eclipse-temurin-25 AS build
WORKDIR /build
COPY pom.xml ./
COPY .mvn .mvn
COPY src src
COPY server-config server-config
RUN --mount=type=cache,target=/root/.m2 mvn -B -ntp compile war:war dependency:unpack@server dependency:copy@server-lib

FROM eclipse-temurin:25-jre
RUN install -d -o 10001 -g 0 -m 0770 /work /journal
COPY docker/healthcheck.sh /usr/local/bin/healthcheck.sh
COPY --from=build /build/target/wlp /opt/wlp
COPY --from=build /build/target/server-lib/postgresql.jar /opt/wlp/usr/servers/parley/jdbc/postgresql.jar
COPY server-config/openliberty /opt/wlp/usr/servers/parley
COPY src/main/sample /config
COPY --from=build /build/target/parley.war /opt/wlp/usr/servers/parley/dropins/parley.war
ENV HTTP_HOST=0.0.0.0 HTTP_PORT=8080 WLP_OUTPUT_DIR=/work LOG_DIR=/work/logs PARLEY_CONFIG_DIR=/config LEDGER_JOURNAL_DIR=/journal
VOLUME ["/work", "/journal"]
EXPOSE 8080
USER 10001:0
HEALTHCHECK --interval=10s --timeout=5s --start-period=90s CMD ["/usr/local/bin/healthcheck.sh"]
CMD ["/opt/wlp/bin/server", "run", "parley"]
