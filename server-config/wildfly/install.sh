#!/usr/bin/env bash
# Makes a WildFly ready for Parley: install.sh <WildFly> <directory of the libraries>. Needs a JDK.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
wildfly=$1
libraries=$2
base=$wildfly/modules/system/layers/base

cp -r "$here/modules" "$wildfly/"
while read -r module; do
  grep -o 'resource-root path="[^"]*"' "$module" | cut -d'"' -f2 | while read -r library; do
    [ ! -e "$libraries/$library" ] || cp "$libraries/$library" "$wildfly/modules/$(dirname "${module#"$here/modules/"}")/"
  done
done < <(find "$here/modules" -name module.xml)
cp "$base"/org/eclipse/persistence/main/jipijapa-eclipselink-*.jar "$wildfly/modules/org/eclipse/persistence/main/jipijapa-eclipselink.jar"

classes=$(mktemp -d)
trap 'rm -rf "$classes"' EXIT
javac="${JAVA_HOME:+$JAVA_HOME/bin/}javac"
jar="${JAVA_HOME:+$JAVA_HOME/bin/}jar"
classpath=$(printf '%s:' "$base"/org/jboss/ironjacamar/jdbcadapters/main/*.jar "$base"/jakarta/servlet/api/main/*.jar "$base"/io/undertow/core/main/*.jar "$base"/org/jboss/xnio/main/*.jar "$base"/org/jboss/as/{controller,server}/main/*.jar "$base"/org/jboss/msc/main/*.jar "$base"/org/wildfly/{extension/undertow,service}/main/*.jar "$libraries/smallrye-metrics.jar")
"$javac" --release 17 -Xlint:all,-classfile -Werror -cp "$classpath" -d "$classes" "$here"/src/org/parley/wildfly/*.java
"$jar" --create --file "$wildfly/modules/org/parley/wildfly/main/parley-wildfly.jar" -C "$classes" . -C "$here/src" META-INF

# shellcheck source=standalone.conf
. "$here/standalone.conf"
cp "$wildfly/standalone/configuration/standalone.xml" "$wildfly/standalone/configuration/parley.xml"
JAVA_OPTS="-Xmx256m" "$wildfly/bin/jboss-cli.sh" --file="$here/parley.cli"
# WildFly lets only their owner read these; in a container somebody else of the same group does.
chmod g+r "$wildfly"/standalone/configuration/*.properties
