#!/bin/sh
# Starts FreeSWITCH in the foreground with this configuration. The process that runs afterwards is FreeSWITCH itself.
#   CTI_FREESWITCH_SITE      the site directory (new-site.sh makes one)
#   CTI_FREESWITCH_RECOVER   true: calls that a killed node left are taken up again
#   CTI_FREESWITCH_MALLOC    a library to allocate memory with (default: jemalloc where it is installed), or none
set -eu
[ $# -eq 1 ] || { echo "usage: CTI_FREESWITCH_SITE=DIRECTORY start.sh FREESWITCH_PREFIX" >&2; exit 2; }
prefix=$1
conf=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
site=${CTI_FREESWITCH_SITE:-/etc/cti-bridge/freeswitch}
export CTI_FREESWITCH_SITE="$site"
[ -s "$site/event-socket-password" ] || { echo "$site/event-socket-password is missing: run new-site.sh" >&2; exit 1; }
# FreeSWITCH keeps its expanded configuration, password included, in its log directory: nobody else may enter.
umask 077
state=$site/state
for d in log db run tmp recordings storage cache certs grammar htdocs; do mkdir -p "$state/$d"; done
# What it writes outside, into the spool, is for the group as well: the service reads and erases there.
umask 007
# Every event is hundreds of small allocations: with jemalloc a call cost a quarter less CPU than with glibc's own.
malloc=${CTI_FREESWITCH_MALLOC:-}
if [ -z "$malloc" ]; then
  for library in /usr/lib/*/libjemalloc.so.2 /usr/lib64/libjemalloc.so.2; do
    if [ -r "$library" ]; then malloc=$library; break; fi
  done
fi
case $malloc in
  '' | none) ;;
  /*) [ -r "$malloc" ] || { echo "CTI_FREESWITCH_MALLOC: $malloc cannot be read" >&2; exit 1; }; export LD_PRELOAD="$malloc" ;;
  *) echo "CTI_FREESWITCH_MALLOC: $malloc is neither an absolute path nor none" >&2; exit 1 ;;
esac
# -nocal: the timers need no calibration on Linux, and it takes seconds.
exec "$prefix/bin/freeswitch" -nf -nc -nonat -nocal -conf "$conf" -scripts "$conf/scripts" -mod "$prefix/mod" \
  -log "$state/log" -db "$state/db" -run "$state/run" -temp "$state/tmp" -sounds "$site" \
  -recordings "$state/recordings" -storage "$state/storage" -cache "$state/cache" -certs "$state/certs" \
  -grammar "$state/grammar" -htdocs "$state/htdocs"
