#!/usr/bin/env bash
# The engine: found, installed, started; and the images of a stack.
# shellcheck source=tests/dev/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

it 'names all that a machine without an engine would get, and does none of it unasked'
new_machine
dev run
ends_with 3
says 'Debian 13 (trixie) as a package source at priority 50'
says '/etc/apt/sources.list.d/brokerdeck-trixie.sources'
says 'docker.io docker-cli docker-compose'
says 'dockerd, in the background'
changed_nothing

it 'installs and starts an engine after --yes'
new_machine
echo real/kafka:1 >"$SB/images"
dev run --yes
ends_with 0
called 'apt-get .*install .* docker.io/trixie docker-cli/trixie docker-compose/trixie$'
called dockerd
says 'The engine answers'
called 'brokerdeckctl .* up'
SAID=$OUT OUT=$(cat "$SB/root/etc/apt/sources.list.d/brokerdeck-trixie.sources" "$SB/root/etc/apt/preferences.d/brokerdeck-trixie")
says 'URIs: http://mirror.invalid/debian'
says 'Suites: trixie'
says 'Pin-Priority: 50'
OUT=$SAID
[[ -s $SB/state/brokerdeck/dockerd.pid ]] || wrong 'wrote no pid'
[[ -f $SB/state/brokerdeck/dockerd.log ]] || wrong 'wrote no log'
kill -0 "$(<"$SB/state/brokerdeck/dockerd.pid")" || wrong 'dockerd did not outlive the script'

it 'reads the mirror from a sources.list of the old kind'
new_machine
rm "$SB/root/etc/apt/sources.list.d/debian.sources"
printf 'deb-src http://no.invalid/x bookworm main\ndeb [arch=amd64] http://old.invalid/debian bookworm main contrib\n' >"$SB/root/etc/apt/sources.list"
echo real/kafka:1 >"$SB/images"
dev run --yes
ends_with 0
SAID=$OUT OUT=$(cat "$SB/root/etc/apt/sources.list.d/brokerdeck-trixie.sources")
says 'URIs: http://old.invalid/debian'
OUT=$SAID

it 'takes the engine of a newer Debian from there'
new_machine
printf 'ID=debian\nVERSION_CODENAME=trixie\n' >"$SB/root/etc/os-release"
echo real/kafka:1 >"$SB/images"
dev run --yes
ends_with 0
called 'apt-get .*install .* docker.io docker-cli docker-compose$'
[[ ! -e $SB/root/etc/apt/sources.list.d/brokerdeck-trixie.sources ]] || wrong 'added a package source'

it 'takes what Ubuntu calls it'
new_machine
printf 'ID=ubuntu\nVERSION_CODENAME=noble\n' >"$SB/root/etc/os-release"
dev run
ends_with 3
says 'install docker.io docker-compose-v2 from your distribution'

it 'says what is needed where it does not know the system'
new_machine
printf 'ID=debian\nVERSION_CODENAME=bullseye\n' >"$SB/root/etc/os-release"
dev run --yes
ends_with 3
says 'Install Docker'
changed_nothing

it 'only starts an engine that is installed'
new_machine
with_engine
rm "$SB/engine"
give dockerd
dev run --yes
ends_with 0
called dockerd
not_called apt-get
says 'To stop it:'

it 'starts it by the service manager where one runs'
new_machine
with_engine
rm "$SB/engine"
give dockerd
mkdir -p "$SB/root/run/systemd/system"
dev run
ends_with 3
says 'systemctl start docker'
changed_nothing
dev run --yes
ends_with 0
called 'systemctl start docker'
not_called dockerd

it 'shows the end of the log of an engine that dies, at once'
new_machine
with_engine
rm "$SB/engine"
give dockerd
: >"$SB/broken"
BEGAN=$SECONDS
dev run --yes
ends_with 1
says 'Devices cgroup is not mounted'
((SECONDS - BEGAN < 20)) || wrong "took $((SECONDS - BEGAN)) s"

# As in a container whose first process waits for one child only: what has ended stays as a zombie.
FETCHES_NOBODY='my $one = fork; exec @ARGV unless $one; waitpid $one, 0; exit($? >> 8)'
if unshare --pid --fork true 2>/dev/null; then
    it 'sees that it died also where nobody fetches the dead'
    new_machine
    with_engine
    rm "$SB/engine"
    give dockerd
    : >"$SB/broken"
    BEGAN=$SECONDS
    AS=(unshare --pid --fork --mount-proc perl -e "$FETCHES_NOBODY")
    dev run --yes
    ends_with 1
    says 'Devices cgroup is not mounted'
    ((SECONDS - BEGAN < 20)) || wrong "took $((SECONDS - BEGAN)) s"
fi

it 'repairs nothing here when the engine is elsewhere'
new_machine
with_engine
rm "$SB/engine"
give dockerd
ENVIRONMENT=(DOCKER_HOST=tcp://far.invalid:2376)
dev run --yes
ends_with 3
says 'tcp://far.invalid:2376'
changed_nothing

it 'brings Compose v2 where only v1 is'
new_machine
with_engine
echo 1.29.2 >"$SB/compose"
dev run
ends_with 3
says 'Compose 1.29.2 is v1'
says 'install docker-compose from Debian 13'
changed_nothing

it 'accepts a docker-compose of version 5 that stands alone'
new_machine
with_engine
rm "$SB/compose"
printf '#!/bin/bash\ncase $1 in version) echo v5.0.1 ;; *) echo real/kafka:1 ;; esac\n' >"$SB/bin/docker-compose"
chmod +x "$SB/bin/docker-compose"
dev run
ends_with 0
changed_nothing

it 'asks again before upgrading what nobody was told of'
new_machine
with_engine
rm "$SB/compose"
printf 'Inst docker.io [20.10.24] (26.1.5 Debian:13/stable [amd64])\n' >"$SB/simulation"
dev run --yes
says 'upgrade docker.io 20.10.24 → 26.1.5'

it 'pulls what is missing'
new_machine
with_engine
: >"$SB/images"
echo ok >"$SB/pull"
dev run
ends_with 0
called 'docker pull real/kafka:1'
not_called lab-build
called 'image $'

it 'takes the images of the lab where no registry answers, says so, and does not wait again'
new_machine
with_engine
echo maven >>"$SB/installed"
: >"$SB/images"
echo hangs >"$SB/pull"
ENVIRONMENT=(BROKERDECK_REGISTRY_PATIENCE=1)
dev run
ends_with 0
says 'No image registry can be reached'
says 'the lab'
called 'image lab/kafka:1'
: >"$SB/calls"
dev run
ends_with 0
not_called 'docker pull'
called 'image lab/kafka:1'
: >"$SB/calls"
echo ok >"$SB/pull"
ENVIRONMENT=()
dev run --pull
ends_with 0
called 'docker pull real/kafka:1'
called 'image $'

it 'does not take the lab for a compose file of your own'
new_machine
with_engine
: >"$SB/images"
echo 'dial tcp: lookup registry: no such host' >"$SB/pull"
cp "$SB/tree/resources/stacks/zookeeper/compose.yaml" "$SB/home/compose.yaml"
dev run "$SB/home/compose.yaml"
ends_with 1
says 'were not pulled: real/kafka:1'
not_called lab-build

it 'asks before it installs what the images of the lab are made with'
new_machine
with_engine
: >"$SB/images"
echo 'dial tcp: lookup registry: no such host' >"$SB/pull"
dev run
ends_with 3
says 'maven'
changed_nothing_but_pull() { not_called apt-get; }
changed_nothing_but_pull

it 'says what the registry said of an image that is gone'
new_machine
with_engine
echo maven >>"$SB/installed"
: >"$SB/images"
echo 'manifest for real/kafka:1 not found: manifest unknown' >"$SB/pull"
dev run
ends_with 0
says 'manifest unknown'
called 'image lab/kafka:1'

finish
