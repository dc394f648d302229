#!/usr/bin/env bash
# Makes a Payara Server ready for Parley: install.sh <Payara> <directory with postgresql.jar>. Needs a JDK.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
payara=$1
libraries=$2

classes=$(mktemp -d)
trap 'rm -rf "$classes"' EXIT
bin="${JAVA_HOME:+$JAVA_HOME/bin/}"
"${bin}javac" --release 17 -Xlint:all,-classfile,-path -Werror -cp "$payara/glassfish/modules/glassfish-api.jar:$libraries/postgresql.jar" -d "$classes" "$here"/src/org/parley/payara/*.java
"${bin}jar" --create --file "$payara/glassfish/lib/parley-payara.jar" -C "$classes" .
cp "$libraries/postgresql.jar" "$payara/glassfish/lib/"
