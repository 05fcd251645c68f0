#!/bin/sh
# PID 1 of the node's namespaces. Usage: init.sh CACHE STATE HOSTNAME
# It mounts what the node writes to, then stays and reaps orphans; its end is the end of all inside.
set -eu
cache=$1 state=$2 hostname=$3
mount --make-rshared /

# Container runtime, kubelet and CNI write to fixed places: they get empty ones of their own, in which
# the cache keeps its path, wherever that is.
cd "$cache"
for folder in /run /var/log /var/lib; do
  mount -t tmpfs -o mode=755 batchtask "$folder"
  case "$cache" in
    "$folder"/*)
      mkdir -p "$cache"
      mount --no-canonicalize --bind . "$cache"
      cd "$cache"
      ;;
  esac
done
cd /
mkdir -p /run/lock /var/lib/kubelet /var/lib/cni "$state/kubelet"
mount --bind "$state/kubelet" /var/lib/kubelet

# The kubelet writes these of the whole machine unless they are as it wants them: it gets to see files
# that are, so the machine's own values never change.
stand_in() {
  file=/run/batchtask-sysctl-$(echo "$1" | tr / -)
  echo "$2" >"$file"
  mount --bind "$file" "/proc/sys/$1"
}
stand_in vm/overcommit_memory 1
stand_in vm/panic_on_oom 0
stand_in kernel/panic 10
stand_in kernel/panic_on_oops 1
stand_in kernel/keys/root_maxkeys 1000000
stand_in kernel/keys/root_maxbytes 25000000

echo "$hostname" >/proc/sys/kernel/hostname
echo 1 >/proc/sys/net/ipv4/ip_forward
ip link set lo up
: >"$state/namespaces-ready"

while :; do
  sleep 3600 &
  wait $!
done
