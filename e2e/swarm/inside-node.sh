#!/bin/sh
# The first thing in a node's namespaces: makes it look like a host and keeps its dockerd.
# usage: inside-node.sh swarmdeck-lab LAB NODE DIRECTORY ENGINE-FOLDER [DOCKERD-OPTION...]   (no folder: the machine's own engine)
set -eu
node=$3 directory=$4 engine=$5 cgroup=swarmdeck-$2/$3
shift 5

# Another engine lies over the machine's: its programs and libraries are found where one's own would be. First, since a folder may be covered below.
[ -z "$engine" ] || mount -t overlay overlay -o "lowerdir=$engine/usr:/usr" /usr

# put FILE TARGET: the target may be a link (systemd's resolv.conf points into /run, which is empty now)
put() {
  target=$(readlink -m "$2")
  mkdir -p "$(dirname "$target")"
  [ -e "$target" ] || : >"$target"
  mount --bind "$1" "$target"
}

# own PARENT CHILD: docker would make PARENT/CHILD on the machine itself; where it is not there, PARENT becomes the node's own
own() {
  [ -d "$1/$2" ] || mount -t tmpfs tmpfs "$1"
  mkdir -p "$1/$2"
}

own /var/lib docker
own /opt containerd
mount --bind "$directory/run" /run
mount --bind "$directory/data" /var/lib/docker
mount --bind "$directory/etc" /etc/docker
put "$directory/hosts" /etc/hosts
put "$directory/resolv.conf" /etc/resolv.conf
hostname "$node"

# When dockerd ends, the host stays on, without Docker, until somebody writes a line to the pipe.
mkfifo /run/start-docker
while :; do
  rm -f /run/docker-ended
  code=0
  dockerd --log-level warn --cgroup-parent "/$cgroup" --exec-opt native.cgroupdriver=cgroupfs "$@" || code=$?
  echo "$code" >/run/docker-ended
  read -r _ </run/start-docker
done
