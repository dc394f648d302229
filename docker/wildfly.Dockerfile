# Parley on WildFly: docker build -f docker/wildfly.Dockerfile -t parley:wildfly .
FROM maven:3.9-eclipse-temurin-25 AS build
WORKDIR /build
COPY pom.xml ./
COPY .mvn .mvn
COPY src src
COPY server-config server-config
RUN --mount=type=cache,target=/root/.m2 mvn -B -ntp -Pwildfly compile war:war dependency:unpack@server dependency:copy@server-lib
RUN server-config/wildfly/install.sh target/wildfly-39.0.1.Final target/server-lib

FROM eclipse-temurin:25-jre
RUN install -d -o 10001 -g 0 -m 0770 /work /journal
COPY docker/healthcheck.sh /usr/local/bin/healthcheck.sh
COPY docker/start-wildfly.sh /usr/local/bin/start-wildfly.sh
COPY --from=build /build/target/wildfly-39.0.1.Final /opt/wildfly
COPY server-config/wildfly/standalone.conf /opt/parley/standalone.conf
COPY src/main/sample /config
COPY --from=build /build/target/parley.war /opt/parley/parley.war
ENV HTTP_HOST=0.0.0.0 HTTP_PORT=8080 WILDFLY_HOME=/opt/wildfly WILDFLY_WORK=/work RUN_CONF=/opt/parley/standalone.conf PARLEY_WAR=/opt/parley/parley.war PARLEY_CONFIG_DIR=/config LEDGER_JOURNAL_DIR=/journal
VOLUME ["/work", "/journal"]
EXPOSE 8080
USER 10001:0
HEALTHCHECK --interval=10s --timeout=5s --start-period=120s CMD ["/usr/local/bin/healthcheck.sh"]
CMD ["/usr/local/bin/start-wildfly.sh"]
