# A machine made of paper for ./dev: a copy of the script, an /etc of its own, and stubs in the
# place of every program that could change something. What was called stands in $SB/calls.
# shellcheck shell=bash
set -uo pipefail

SOURCE=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd -P)
STUBBED='docker dockerd docker-compose apt-get apt-cache dpkg-query sudo systemctl usermod sg cmake ccache'
SB=''
CASES=0 BAD=0 CASE=''

# A fresh one: Debian 12 where every package is installed, no engine, no display.
new_machine() {
    drop_machine
    SB=$(mktemp -d "${TMPDIR:-/tmp}/devtest.XXXXXX")
    mkdir -p "$SB"/{bin,sys,home,state,tree/tests,tree/resources/stacks/zookeeper,root/etc/apt/sources.list.d,root/etc/apt/preferences.d}
    cp -r "$SOURCE/dev" "$SOURCE/cmake" "$SB/tree/"
    mkdir -p "$SB/tree/tests/lab"
    printf 'maven\n' >"$SB/tree/tests/lab/packages.txt"
    printf '{}\n' >"$SB/tree/CMakePresets.json"
    printf 'services:\n  kafka:\n    image: ${BROKERDECK_KAFKA_IMAGE:-real/kafka:1}\n' \
        >"$SB/tree/resources/stacks/zookeeper/compose.yaml"
    local name
    ln -s /usr/sbin/* /usr/bin/* "$SB/sys/" 2>/dev/null
    for name in $STUBBED; do rm -f "$SB/sys/$name"; done
    for name in apt-get apt-cache dpkg-query sudo systemctl usermod sg cmake; do give "$name"; done
    give lab-build "$SB/tree/tests/lab/build"
    sed -e 's/#.*//' "$SOURCE/cmake/packages.txt" | grep -oE '[a-z0-9][a-z0-9.+-]+' | sort -u >"$SB/installed"
    cat >"$SB/root/etc/os-release" <<'END'
ID=debian
VERSION_ID="12"
VERSION_CODENAME=bookworm
END
    cat >"$SB/root/etc/apt/sources.list.d/debian.sources" <<'END'
Types: deb
URIs: http://mirror.invalid/security
Suites: bookworm-security
Components: main

Types: deb
URIs: http://mirror.invalid/debian
Suites: bookworm bookworm-updates
Components: main
END
    echo "$SOURCE/tests/dev/stubs" >"$SB/stubs"
    : >"$SB/calls"
    : >"$SB/images"
}

# Ends what the machine started (its dockerd), by its id, and takes it away.
drop_machine() {
    [[ -n $SB ]] || return 0
    local pid
    if [[ -f $SB/dockerd.pid ]]; then
        pid=$(<"$SB/dockerd.pid")
        if grep -q "$SB" "/proc/$pid/environ" 2>/dev/null; then kill "$pid"; fi
    fi
    rm -rf "$SB"
    SB=''
}
trap drop_machine EXIT

# give PROGRAM [PATH]: from now on the machine has it
give() { install -m 755 "$SOURCE/tests/dev/stubs/$1" "${2:-$SB/bin/$1}"; }

# A machine with an engine that answers, Compose 2 and the stack's images.
with_engine() {
    give docker
    : >"$SB/engine"
    echo 2.26.1 >"$SB/compose"
    echo real/kafka:1 >"$SB/images"
}

without_package() { sed -i "/^$1\$/d" "$SB/installed"; }

# dev ARG… : runs it there; OUT and RC are what came of it. Standard input is closed.
dev() {
    RC=0
    OUT=$(cd "$SB/tree" && env -i HOME="$SB/home" XDG_STATE_HOME="$SB/state" PATH="$SB/bin:$SB/sys" SB="$SB" \
        BROKERDECK_DEV_ROOT="$SB/root" TERM=dumb "${ENVIRONMENT[@]}" \
        timeout 60 "${AS[@]}" ./dev "$@" </dev/null 2>&1) || RC=$?
}
ENVIRONMENT=() AS=()

# The same with somebody at a terminal who types the first argument.
dev_with_answer() {
    local answer=$1 command
    shift
    printf -v command '%q ' env -i HOME="$SB/home" XDG_STATE_HOME="$SB/state" PATH="$SB/bin:$SB/sys" SB="$SB" \
        BROKERDECK_DEV_ROOT="$SB/root" TERM=dumb ./dev "$@"
    RC=0
    OUT=$(cd "$SB/tree" && { sleep 0.5; printf '%s\n' "$answer"; sleep 0.5; } | timeout 60 script -qec "$command" /dev/null 2>&1) || RC=$?
}

it() {
    CASE=$1
    CASES=$((CASES + 1))
    ENVIRONMENT=() AS=()
}

wrong() {
    BAD=$((BAD + 1))
    printf 'not ok: %s: %s\n' "$CASE" "$1"
    if [[ -n ${OUT:-} ]]; then printf '    what it said (rc %s):\n' "${RC:-?}" && printf '%s\n' "$OUT" | sed 's/^/    | /'; fi
    if [[ -n $SB && -s $SB/calls ]]; then printf '    what it called:\n' && sed 's/^/    > /' "$SB/calls"; fi
}

says() { grep -qF -- "$1" <<<"$OUT" || wrong "does not say «$1»"; }
silent_on() { if grep -qF -- "$1" <<<"$OUT"; then wrong "says «$1»"; fi; }
ends_with() { [[ $RC == "$1" ]] || wrong "ended with $RC, not $1"; }
called() { grep -qE -- "^$1" "$SB/calls" || wrong "did not call «$1»"; }
not_called() { if grep -qE -- "^$1" "$SB/calls"; then wrong "called «$1»"; fi; }
changed_nothing() {
    not_called 'apt-get'
    not_called 'systemctl'
    not_called 'dockerd'
    not_called 'usermod'
    not_called 'docker (pull|rm|volume|network)'
    [[ -z $(ls -A "$SB/root/etc/apt/preferences.d") ]] || wrong "wrote into /etc/apt/preferences.d"
    [[ $(ls -A "$SB/root/etc/apt/sources.list.d") == debian.sources ]] || wrong "wrote into /etc/apt/sources.list.d"
}

finish() {
    drop_machine
    printf '%d cases, %d wrong\n' "$CASES" "$BAD"
    if ((BAD)); then exit 1; fi
    exit 0
}
