# Parley on Payara Server: docker build -f docker/payara.Dockerfile -t parley:payara .
FROM maven:3.9-eclipse-temurin-25 AS build
WORKDIR /build
COPY pom.xml ./
COPY .mvn .mvn
COPY src src
COPY server-config server-config
RUN --mount=type=cache,target=/root/.m2 mvn -B -ntp -Ppayara compile war:war dependency:unpack@server dependency:copy@server-lib
RUN server-config/payara/install.sh target/payara6 target/server-lib

FROM eclipse-temurin:25-jre
RUN install -d -o 10001 -g 0 -m 0770 /work /journal
COPY docker/healthcheck.sh /usr/local/bin/healthcheck.sh
COPY --from=build /build/target/payara6 /opt/payara
COPY server-config/payara /opt/parley
COPY src/main/sample /config
COPY --from=build /build/target/parley.war /opt/parley/parley.war
ENV HTTP_HOST=0.0.0.0 HTTP_PORT=8080 PAYARA_HOME=/opt/payara PAYARA_WORK=/work PARLEY_CONFIG_DIR=/config LEDGER_JOURNAL_DIR=/journal
VOLUME ["/work", "/journal"]
EXPOSE 8080
USER 10001:0
HEALTHCHECK --interval=10s --timeout=5s --start-period=120s CMD ["/usr/local/bin/healthcheck.sh"]
CMD ["/opt/parley/start.sh"]
