#!/usr/bin/env bash
# Runs a WildFly that install.sh has made ready, with all that it writes below WILDFLY_WORK.
set -euo pipefail
mkdir -p "$WILDFLY_WORK/deployments"
cp -r "$WILDFLY_HOME/standalone/configuration" "$WILDFLY_WORK/"
cp "$PARLEY_WAR" "$WILDFLY_WORK/deployments/parley.war"
export LAUNCH_JBOSS_IN_BACKGROUND=1
exec "$WILDFLY_HOME/bin/standalone.sh" --server-config=parley.xml --graceful-startup=false -Djboss.server.base.dir="$WILDFLY_WORK"
