#!/usr/bin/env bash
# Runs Payara Server with Parley in the foreground, in a domain that is made anew from the environment at each start.
# PAYARA_HOME is an installation that install.sh has made ready; the domain goes below PAYARA_WORK.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
: "${PAYARA_HOME:?is not set: the directory of Payara Server, the one with bin/asadmin}"
work=${PAYARA_WORK:-$here/work}
domain=$work/parley

main() {
  defaults
  lay_out
  launch
}

defaults() {
  default HTTP_HOST 127.0.0.1
  default HTTP_PORT 8080
  default DB_URL jdbc:postgresql://127.0.0.1:54329/postgres
  default DB_USER postgres
  default DB_PASSWORD postgres
  default DB_OWNER_USER "$DB_USER"
  default DB_OWNER_PASSWORD "$DB_PASSWORD"
  default DB_POOL_SIZE 20
  default DB_POOL_MAX_OVERFLOW 10
  default DB_POOL_TIMEOUT 30
  default DB_POOL_RECYCLE 3600
  default DB_POOL_PRE_PING true
  default DB_POOL_IDLE 60
  default THREADS_RUNS 1000
  default THREADS_TOOLS 20
  default ADMIN_CENTER off
  default ADMIN_PORT 4848
  default PARLEY_WAR "$here/parley.war"
  local name
  for name in HTTP_PORT ADMIN_PORT DB_POOL_{SIZE,MAX_OVERFLOW,TIMEOUT,RECYCLE,IDLE} THREADS_{RUNS,TOOLS}; do
    [[ ${!name} =~ ^[0-9]{1,9}$ ]] || fail "$name is not a whole number: ${!name}"
  done
  [ -f "$here/admin-center-$ADMIN_CENTER.asadmin" ] || fail "ADMIN_CENTER is neither on nor off: $ADMIN_CENTER"
  DB_POOL_CAPACITY=$((DB_POOL_SIZE + DB_POOL_MAX_OVERFLOW))
  DB_POOL_RESIZE=$((DB_POOL_MAX_OVERFLOW > 0 ? DB_POOL_MAX_OVERFLOW : 1))
  DB_POOL_TIMEOUT_MS=$((DB_POOL_TIMEOUT * 1000))
}

default() {
  export "$1=${!1:-$2}"
}

fail() {
  echo "$1" >&2
  exit 1
}

lay_out() {
  rm -rf "$domain"
  mkdir -p "$work"
  cp -r "$PAYARA_HOME/glassfish/domains/domain1" "$domain"
  rm -rf "$domain"/docroot/*
  add_graceful_stop
  cp "$here/logging.properties" "$domain/config/"
  filled "$here/pre-boot.asadmin" >"$domain/pre-boot.asadmin"
  cat "$here/admin-center-$ADMIN_CENTER.asadmin" >>"$domain/pre-boot.asadmin"
  if [ "$ADMIN_CENTER" = on ]; then
    set_admin_password
  fi
}

# A lifecycle module: no command makes one before the server starts, and later it would not be told of the stop.
add_graceful_stop() {
  sed -i -e "/<system-applications \/>/r $here/applications.xml" \
    -e '/<server name="server"/a <application-ref ref="graceful-stop"/>' "$domain/config/domain.xml"
}

# Puts values in the places ${NAME} of a file.
filled() {
  local line
  while IFS= read -r line; do
    while [[ $line != \#* && $line =~ \$\{([A-Z_]+)\} ]]; do
      line=${line//"${BASH_REMATCH[0]}"/${!BASH_REMATCH[1]}}
    done
    printf '%s\n' "$line"
  done <"$1"
}

# Passwords go through a pipe: what stands on a command line is everybody's to read.
set_admin_password() {
  "$PAYARA_HOME/bin/asadmin" --user admin \
    --passwordfile <(printf 'AS_ADMIN_PASSWORD=\nAS_ADMIN_NEWPASSWORD=%s\n' "${ADMIN_PASSWORD:?is needed for ADMIN_CENTER=on}") \
    change-admin-password --domaindir "$work" --domain_name parley
}

# By the command line that Payara itself has for this Java, with our options before the name of its class.
launch() {
  local java=() options=() boot=(--prebootcommandfile "$domain/pre-boot.asadmin") i=0
  [ ! -f "$PARLEY_WAR" ] || boot+=(--postbootcommandfile "$here/post-boot.asadmin")
  mapfile -t java < <("$PAYARA_HOME/bin/asadmin" start-domain --dry-run --domaindir "$work" "${boot[@]}" parley | sed -e 1d -e '/^$/,$d')
  mapfile -t options <"$here/jvm.options"
  while [ "${java[i]:?no command line from asadmin}" != com.sun.enterprise.glassfish.bootstrap.ASMain ]; do
    i=$((i + 1))
  done
  # shellcheck disable=SC2086
  exec "${java[@]:0:i}" "${options[@]}" ${JVM_ARGS:-} "${java[@]:i}" </dev/null
}

main
