# The container engine: is one there, does it answer, is Compose new enough; and if not, what
# would have to be done, as a plan that machine.sh asks for.
# shellcheck shell=bash

COMPOSE=(docker compose)
TRIXIE_SOURCE=/etc/apt/sources.list.d/brokerdeck-trixie.sources
TRIXIE_PIN=/etc/apt/preferences.d/brokerdeck-trixie
ENGINE_PACKAGES=() # to be installed for the engine, with «/trixie» where they come from there
ENGINE_ADD_TRIXIE=0
ENGINE_START=0
ENGINE_LOG=''
ENGINE_STARTED_PID='' # the dockerd that this very run started

has_systemd() { [[ -d $ROOT/run/systemd/system ]]; }

# Where things live that must outlast a deleted checkout.
state_dir() { printf '%s/brokerdeck' "${XDG_STATE_HOME:-$HOME/.local/state}"; }

# answers | no-client | no-permission | no-answer
engine_state() {
    local err
    if ! command -v docker >/dev/null; then
        echo no-client
    elif err=$(timeout -k 2 10 docker version --format '{{.Server.Version}}' 2>&1 >/dev/null </dev/null); then
        echo answers
    elif [[ $err == *[Pp]'ermission denied'* ]]; then
        echo no-permission
    else
        echo no-answer
    fi
}

# Where the chosen context leads, so that nobody's remote engine is «repaired» on this machine.
engine_endpoint() {
    if [[ -n ${DOCKER_HOST:-} ]]; then
        printf '%s\n' "$DOCKER_HOST"
    else
        timeout -k 2 10 docker context inspect --format '{{.Endpoints.docker.Host}}' 2>/dev/null </dev/null ||
            printf 'unix:///var/run/docker.sock\n'
    fi
}

# The number of the Compose that there is, empty for none; sets COMPOSE when it is 2 or later.
find_compose() {
    local version program
    COMPOSE_VERSION=''
    for program in 'docker compose' docker-compose; do
        # shellcheck disable=SC2086
        version=$(timeout -k 2 10 $program version --short 2>/dev/null </dev/null) || continue
        COMPOSE_VERSION=${version#v}
        version=${COMPOSE_VERSION%%.*}
        if [[ $version =~ ^[0-9]+$ ]] && ((version >= 2)); then
            # shellcheck disable=SC2034
            read -ra COMPOSE <<<"$program"
            return 0
        fi
    done
    return 1
}

os_field() {
    # shellcheck disable=SC1091
    (. "$ROOT/etc/os-release" 2>/dev/null && printf '%s' "${!1:-}")
}

# own | trixie | none: where an engine and a Compose v2 come from on this system
engine_source() {
    local id codename like
    id=$(os_field ID) codename=$(os_field VERSION_CODENAME) like=$(os_field ID_LIKE)
    is_debian || { echo none; return; }
    case $id:$codename in
    debian:bookworm) echo trixie ;;
    debian:stretch | debian:buster | debian:bullseye) echo none ;;
    debian:*) echo own ;;
    *)
        if [[ $id == ubuntu || " $like " == *' ubuntu '* ]]; then echo ubuntu; else echo none; fi
        ;;
    esac
}

installed() { [[ $(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null) == installed ]]; }

# want_packages engine|client|compose … : adds what gives these to ENGINE_PACKAGES.
want_packages() {
    local source what names=()
    source=$(engine_source)
    if [[ $source == none ]]; then
        complain "A container engine with Compose v2 is needed, and I do not know how to install one here." \
            "Install Docker (or Podman with its Docker socket) and Compose v2, so that these two answer:" \
            "  docker version" "  docker compose version" "Then:  ./dev ${VERB:-run}"
        exit 3
    fi
    for what in "$@"; do
        case $what in
        engine)
            # a client from Docker's own source goes with the engine from there
            if installed docker-ce-cli; then names+=(docker-ce containerd.io); else names+=(docker.io); fi
            ;;
        client) if [[ $source != ubuntu ]]; then names+=(docker-cli); fi ;;
        compose)
            if installed docker-ce-cli; then
                names+=(docker-compose-plugin)
            elif [[ $source == ubuntu ]]; then
                names+=(docker-compose-v2)
            else
                names+=(docker-compose)
            fi
            ;;
        esac
    done
    local name from='your distribution'
    for name in "${names[@]}"; do
        case $name in
        docker.io | docker-cli | docker-compose)
            if [[ $source == trixie ]]; then
                ENGINE_PACKAGES+=("$name/trixie")
                from="Debian 13, as Debian 12's own are too old (Docker 20.10, Compose v1)"
                if [[ ! -f $ROOT$TRIXIE_SOURCE || ! -f $ROOT$TRIXIE_PIN ]]; then ENGINE_ADD_TRIXIE=1; fi
            else
                ENGINE_PACKAGES+=("$name")
            fi
            ;;
        *) ENGINE_PACKAGES+=("$name") ;;
        esac
    done
    if ((ENGINE_ADD_TRIXIE)); then
        PLAN+=("add Debian 13 (trixie) as a package source at priority 50, so that nothing else comes from it: $TRIXIE_SOURCE and $TRIXIE_PIN")
    fi
    PLAN+=("install ${names[*]} from $from")
}

# Not asked for where it is so already.
plan_group() {
    local me
    me=$(id -un)
    if ((EUID == 0)) || id -nG "$me" | grep -qw docker; then return 0; fi
    PLAN+=("add you ($me) to the group docker, which may do on this machine whatever root may: usermod -aG docker $me")
}

plan_start() {
    ENGINE_START=1
    if has_systemd; then
        PLAN+=("start the engine: systemctl start docker")
    else
        PLAN+=("start the engine: dockerd, in the background (no service manager runs here), log in $(state_dir)/dockerd.log")
    fi
    # the socket is root's and that group's
    plan_group
}

plan_engine() {
    local state endpoint
    state=$(engine_state)
    case $state in
    answers) ;;
    no-client)
        if command -v dockerd >/dev/null || [[ -x $ROOT/usr/sbin/dockerd ]]; then
            want_packages client compose
        else
            want_packages engine client compose
        fi
        plan_start
        ;;
    no-permission)
        if ((EUID == 0)) || [[ $(engine_endpoint) != unix:///var/run/docker.sock ]]; then
            complain "You may not talk to the engine at $(engine_endpoint)." \
                "Ask whoever runs it to let you, or choose another context:  docker context ls"
            exit 3
        fi
        plan_group
        ;;
    no-answer)
        endpoint=$(engine_endpoint)
        if [[ $endpoint != unix:///var/run/docker.sock && $endpoint != unix:///run/docker.sock ]]; then
            complain "No engine answers at $endpoint (context $(docker context show 2>/dev/null || echo '?'))." \
                "Start it there, or choose the engine of this machine:  docker context use default"
            exit 3
        fi
        if ! command -v dockerd >/dev/null && [[ ! -x $ROOT/usr/sbin/dockerd && ! -x $ROOT/sbin/dockerd ]]; then
            if find_compose; then want_packages engine; else want_packages engine compose; fi
        elif ! find_compose; then
            want_packages compose
        fi
        plan_start
        return
        ;;
    esac
    if [[ $state != no-client ]] && ! find_compose; then
        if [[ -n $COMPOSE_VERSION ]]; then
            warn "Compose $COMPOSE_VERSION is v1, which is no longer made; Brokerdeck needs v2 or later."
        fi
        want_packages compose
    fi
}

# The mirror that this machine already uses for Debian itself.
debian_mirror() {
    local file uri='' suite
    suite=$(os_field VERSION_CODENAME)
    for file in "$ROOT"/etc/apt/sources.list.d/*.sources; do
        [[ -f $file && $file != "$ROOT$TRIXIE_SOURCE" ]] || continue
        uri=$(awk -v suite="$suite" '
            function flush() { if (suites ~ " (" suite "|stable)( |$)" && comps ~ / main( |$)/ && uri != "" && !off) { print uri; exit } uri = suites = comps = ""; off = 0 }
            /^[[:space:]]*$/ { flush(); next }
            tolower($1) == "uris:" { uri = $2 }
            tolower($1) == "suites:" { $1 = ""; suites = $0 " " }
            tolower($1) == "components:" { $1 = ""; comps = $0 " " }
            tolower($1) == "enabled:" && tolower($2) == "no" { off = 1 }
            END { flush() }' "$file" | head -n 1)
        if [[ -n $uri ]]; then break; fi
    done
    if [[ -z $uri ]]; then
        uri=$(cat "$ROOT"/etc/apt/sources.list "$ROOT"/etc/apt/sources.list.d/*.list 2>/dev/null |
            sed -nE 's/^[[:space:]]*deb[[:space:]]+(\[[^]]*\][[:space:]]+)?([^[:space:]]+)[[:space:]]+('"$suite"'|stable)[[:space:]].*main.*/\2/p' | head -n 1)
    fi
    printf '%s' "$uri"
}

add_trixie() {
    local uri
    uri=$(debian_mirror)
    [[ -n $uri ]] || fail "I cannot tell which Debian mirror this machine uses (looked in /etc/apt)." \
        "Add Debian 13 by hand at pin priority 50, install docker.io/trixie docker-cli/trixie docker-compose/trixie," \
        "then:  ./dev ${VERB:-run}"
    step "Adding Debian 13 at priority 50…"
    # the pin first: at no moment may an upgrade take anything from trixie
    printf 'Package: *\nPin: release n=trixie\nPin-Priority: 50\n' |
        as_root tee "$ROOT$TRIXIE_PIN" >/dev/null || fail "$TRIXIE_PIN could not be written."
    printf 'Types: deb\nURIs: %s\nSuites: trixie\nComponents: main\nSigned-By: /usr/share/keyrings/debian-archive-keyring.gpg\n' "$uri" |
        as_root tee "$ROOT$TRIXIE_SOURCE" >/dev/null || fail "$TRIXIE_SOURCE could not be written."
    APT_FRESH=0 ENGINE_ADD_TRIXIE=0
    step_done "Debian 13 added"
}

# Upgrades that nobody was told of are asked for on their own.
ask_for_upgrades() {
    local upgrades
    upgrades=$(LC_ALL=C apt-get -s install --no-install-recommends --no-remove "$@" 2>/dev/null |
        sed -nE 's/^Inst ([^ ]+) \[([^]]+)\] \(([^ ]+) .*/\1 \2 → \3/p')
    [[ -n $upgrades ]] || return 0
    while IFS= read -r line; do PLAN+=("upgrade $line"); done <<<"$upgrades"
    ask_for_plan
}

install_engine() {
    ((${#ENGINE_PACKAGES[@]})) || return 0
    apt_update
    ask_for_upgrades "${ENGINE_PACKAGES[@]}"
    apt_install "the container engine" "${ENGINE_PACKAGES[@]}"
    ENGINE_PACKAGES=()
    hash -r
}

# One that has ended may stay as a zombie: not every container's first process fetches those that it inherits.
is_running() {
    local stat
    stat=$(cat "/proc/$1/stat" 2>/dev/null) || return 1
    [[ $stat != *') Z '* ]]
}

# Waits until the engine answers. $1: seconds, $2: dockerd's pid or empty.
await_engine() {
    local until=$((SECONDS + $1)) pid=$2
    while ((SECONDS < until)); do
        if [[ $(engine_state) == @(answers|no-permission) ]]; then return 0; fi
        if [[ -n $pid ]] && ! is_running "$pid"; then return 1; fi
        sleep 0.2
    done
    return 1
}

start_dockerd() {
    local dir pid
    dir=$(state_dir)
    mkdir -p "$dir"
    ENGINE_LOG=$dir/dockerd.log
    # Control groups are the service manager's to mount; where there is none, they may be missing.
    if ! grep -Eq ' cgroup2? ' /proc/mounts; then
        as_root sh -c 'mkdir -p /sys/fs/cgroup && mount -t cgroup2 none /sys/fs/cgroup' 2>/dev/null ||
            warn "No control groups are mounted here, and they cannot be: containers may not start."
    fi
    # A session of its own and no descriptor of ours: it outlives this script and nobody waits for it.
    # shellcheck disable=SC2016
    pid=$(as_root sh -c '
        for fd in 3 4 5 6 7 8 9; do eval "exec $fd>&-"; done
        setsid dockerd >"$1" 2>&1 </dev/null &
        echo $!' sh "$ENGINE_LOG")
    printf '%s\n' "$pid" >"$dir/dockerd.pid"
    ENGINE_STARTED_PID=$pid
}

start_engine() {
    ((ENGINE_START)) || return 0
    # installing it may have started it
    if [[ $(engine_state) == answers ]]; then return 0; fi
    step "Starting the engine…"
    if has_systemd; then
        as_root timeout -k 5 90 systemctl start docker </dev/null || fail "systemctl start docker failed." \
            "Why:  journalctl -u docker -n 30" "Then:  ./dev ${VERB:-run}"
        await_engine 60 '' || fail "Docker's service started, but the engine does not answer." \
            "Why:  docker version;  journalctl -u docker -n 30"
    else
        start_dockerd
        if ! await_engine 60 "$ENGINE_STARTED_PID"; then
            show_log "$ENGINE_LOG"
            fail "dockerd does not answer." \
                "In a container, it must be a privileged one. On a machine, see the log's last lines above." \
                "Then:  ./dev ${VERB:-run}"
        fi
    fi
    step_done "The engine answers"
    if [[ -n $ENGINE_STARTED_PID ]]; then
        local sudo=''
        if ((EUID)); then sudo='sudo '; fi
        note "It goes on running. To stop it:  ${sudo}kill $ENGINE_STARTED_PID"
    fi
}

# A user who has just joined the group goes on in it without logging in anew.
join_group() {
    if [[ $(engine_state) != no-permission ]]; then return 0; fi
    local me command
    me=$(id -un)
    if [[ -n ${BROKERDECK_JOINED:-} ]]; then
        fail "You are in the group docker, and the engine still refuses you." \
            "Log out and in again, then:  ./dev ${VERB:-run}"
    fi
    if ! id -nG "$me" | grep -qw docker; then
        as_root usermod -aG docker "$me" || fail "You could not be added to the group docker." \
            "Ask an administrator for:  usermod -aG docker $me"
    fi
    command -v sg >/dev/null || fail "You are in the group docker now." "Log in anew, then:  ./dev ${VERB:-run}"
    printf -v command '%q ' env BROKERDECK_JOINED=1 BROKERDECK_APT_FRESH="$APT_FRESH" "$HERE/dev" "${ORIGINAL_ARGS[@]}"
    exec sg docker -c "$command"
}

# After ask_for_plan: everything that was planned for the engine, and the proof that it works.
set_up_engine() {
    install_engine
    start_engine
    join_group
    find_compose || fail "Compose v2 or later is needed, and ${COMPOSE_VERSION:-none} is what answers here." \
        "Try:  docker compose version"
}

# Where CI had this script start an engine, CI's machine is left as it was.
stop_own_engine() {
    [[ -n $ENGINE_STARTED_PID && -n ${CI:-} ]] || return 0
    as_root kill "$ENGINE_STARTED_PID" 2>/dev/null || return 0
    local until=$((SECONDS + 30))
    while [[ -d /proc/$ENGINE_STARTED_PID ]] && ((SECONDS < until)); do sleep 0.2; done
    note "The engine that was started for this run was stopped again."
}
