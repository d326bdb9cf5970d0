#!/bin/sh
# Makes a site directory for freeswitch-conf, with a password of its own for the event socket.
# What is already there stays as it is.
set -eu
[ $# -eq 1 ] || { echo "usage: new-site.sh SITE_DIRECTORY" >&2; exit 2; }
umask 077
mkdir -p "$1/directory" "$1/gateways" "$1/music" "$1/tls" "$1/state"
[ -e "$1/event-socket-password" ] || od -An -N24 -tx1 /dev/urandom | tr -d ' \n' > "$1/event-socket-password"
[ -e "$1/site.xml" ] || cat > "$1/site.xml" <<'EOF'
<include>
  <!-- What differs from freeswitch-conf/defaults.xml. The preprocessor obeys directives inside comments too. -->
</include>
EOF
echo "$1 is ready: set its addresses and fallback group in site.xml"
