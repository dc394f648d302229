#!/usr/bin/env bash
# Makes a Payara Server ready for Parley: install.sh <Payara> <directory with postgresql.jar>. Needs a JDK.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
payara=$1
libraries=$2

classes=$(mktemp -d)
trap 'rm -rf "$classes"' EXIT
bin="${JAVA_HOME:+$JAVA_HOME/bin/}"
modules=$payara/glassfish/modules
classpath=$(printf "$modules/%s.jar:" glassfish-api internal-api kernel nucleus-grizzly-all hk2 hk2-api hk2-config config-api jakarta.inject-api)$libraries/postgresql.jar
"${bin}javac" --release 17 -Xlint:all,-classfile,-path -Werror -cp "$classpath" -d "$classes" "$here"/src/org/parley/payara/*.java
"${bin}jar" --create --file "$payara/glassfish/lib/parley-payara.jar" -C "$classes" .
cp "$libraries/postgresql.jar" "$payara/glassfish/lib/"
