# What ./dev may change on the machine (packages, a package source, services): planned first,
# asked for once with everything named, then carried out.
# shellcheck shell=bash

# ROOT lets the tests of this script stand in for «/».
ROOT=${BROKERDECK_DEV_ROOT:-}
PLAN=()         # sentences, in the order in which they will be done
PLAN_PACKAGES=() # to be installed from the distribution as it is set up
APT_FRESH=${BROKERDECK_APT_FRESH:-0} # apt's lists were brought up to date in this run

may_change_unasked() { [[ ${YES:-0} == 1 || ${CI:-false} != @(false|0|) ]]; }

is_debian() { command -v dpkg-query >/dev/null && command -v apt-get >/dev/null; }

# The PATH that system programs need, also for users whose own lacks the sbin directories.
as_root() {
    if ((EUID == 0)); then
        PATH="$PATH:/usr/sbin:/sbin" "$@"
    elif [[ -t 0 ]]; then
        sudo env "PATH=$PATH:/usr/sbin:/sbin" "$@"
    else
        sudo -n env "PATH=$PATH:/usr/sbin:/sbin" "$@"
    fi
}

can_be_root() { ((EUID == 0)) || command -v sudo >/dev/null; }

# --- packages ------------------------------------------------------------------------------

# The lines of one group, or of a file without groups where the group is «-».
package_lines() {
    local file=$1 group=$2 at='-' line
    [[ -f $file ]] || return 0
    while IFS= read -r line || [[ -n $line ]]; do
        line=${line%%#*}
        line=${line#"${line%%[![:space:]]*}"}
        line=${line%"${line##*[![:space:]]}"}
        case $line in
        '') ;;
        '['*']') at=${line:1:-1} ;;
        *) if [[ $at == "$group" ]]; then printf '%s\n' "$line"; fi ;;
        esac
    done <"$file"
}

# missing_of LINE… : the lines none of whose alternatives is installed.
missing_of() {
    local -A have=()
    local line name state found names=()
    for line in "$@"; do
        for name in ${line//|/ }; do names+=("$name"); done
    done
    ((${#names[@]})) || return 0
    while read -r name state; do
        if [[ $state == installed ]]; then have[$name]=1; fi
    done < <(dpkg-query -W -f '${Package} ${db:Status-Status}\n' "${names[@]}" 2>/dev/null || true)
    for line in "$@"; do
        found=0
        for name in ${line//|/ }; do
            if [[ -n ${have[$name]:-} ]]; then found=1; fi
        done
        if ((!found)); then printf '%s\n' "$line"; fi
    done
}

# plan_packages GROUP… («lab» is tests/lab/packages.txt)
plan_packages() {
    if ! is_debian; then
        if [[ -z ${TOLD_NOT_DEBIAN:-} ]]; then
            warn "This is no Debian or Ubuntu: nothing can be installed for you here."
            note "What is needed stands in cmake/packages.txt, under Debian's names."
            TOLD_NOT_DEBIAN=1
        fi
        return 0
    fi
    local group lines=() missing=()
    for group in "$@"; do
        if [[ $group == lab ]]; then
            mapfile -t -O ${#lines[@]} lines < <(package_lines "$HERE/tests/lab/packages.txt" -)
        else
            mapfile -t -O ${#lines[@]} lines < <(package_lines "$HERE/cmake/packages.txt" "$group")
        fi
    done
    ((${#lines[@]})) || return 0
    mapfile -t missing < <(missing_of "${lines[@]}" | sort -u)
    ((${#missing[@]})) || return 0
    PLAN_PACKAGES+=("${missing[@]}")
    local names=("${missing[@]%% *}")
    PLAN+=("install $(count ${#names[@]} package) from your distribution: ${names[*]}")
}

apt_log() { printf '%s/build/logs/apt.log' "$HERE"; }

apt_update() {
    ((APT_FRESH)) && return 0
    local log
    log=$(apt_log)
    mkdir -p "${log%/*}"
    step "Reading the package lists…"
    if as_root timeout -k 10 600 apt-get -q -o DPkg::Lock::Timeout=300 -o Acquire::Retries=3 update >>"$log" 2>&1 </dev/null; then
        step_done "Package lists read"
    else
        warn "apt-get update did not end well; going on with the lists there are. See $log"
    fi
    APT_FRESH=1
}

# apt_install WHAT NAME…
apt_install() {
    local what=$1 log
    shift
    log=$(apt_log)
    mkdir -p "${log%/*}"
    step "Installing $what ($(count $# package); this can take some minutes)…"
    # --no-remove: whatever stands on this machine stays on it
    if ! as_root env DEBIAN_FRONTEND=noninteractive timeout -k 10 2400 apt-get -q -y install \
        --no-install-recommends --no-remove -o DPkg::Lock::Timeout=300 -o Acquire::Retries=3 \
        -o Dpkg::Use-Pty=0 -o Dpkg::Options::=--force-confdef -o Dpkg::Options::=--force-confold \
        "$@" >>"$log" 2>&1 </dev/null; then
        show_log "$log"
        fail "$what could not be installed." \
            "Try it by hand to see why:  apt-get install $*" \
            "Then:  ./dev ${VERB:-run}"
    fi
    step_done "Installed $what"
}

# The first alternative that the distribution has.
choose_package() {
    local name
    for name in ${1//|/ }; do
        if LC_ALL=C apt-cache policy "$name" 2>/dev/null | grep -Eq '^ +Candidate: [^(]'; then
            printf '%s\n' "$name"
            return
        fi
    done
    printf '%s\n' "${1%% *}"
}

install_planned_packages() {
    # the new source first, so that the lists are read only once
    if ((ENGINE_ADD_TRIXIE)); then add_trixie; fi
    ((${#PLAN_PACKAGES[@]})) || return 0
    apt_update
    local line names=()
    for line in "${PLAN_PACKAGES[@]}"; do names+=("$(choose_package "$line")"); done
    mapfile -t names < <(printf '%s\n' "${names[@]}" | sort -u)
    apt_install "what is missing" "${names[@]}"
    PLAN_PACKAGES=()
}

# --- asking --------------------------------------------------------------------------------

# Shows the plan and returns only if it may be carried out.
ask_for_plan() {
    ((${#PLAN[@]})) || return 0
    local answer
    if ! can_be_root; then
        complain "This needs root, and there is no sudo here. It would:" "${PLAN[@]/#/- }"
        complain "Nothing was changed." "Run it as root:  ./dev ${VERB:-run}"
        exit 3
    fi
    printf '\nThis changes your machine. It would:\n'
    printf '  • %s\n' "${PLAN[@]}"
    printf '\n'
    if may_change_unasked; then
        if [[ ${YES:-0} == 1 ]]; then note "Going on, as you said --yes."; else note "Going on, as CI is set."; fi
    elif [[ -t 0 ]]; then
        read -r -p 'Go on? [y/N] ' answer || answer=''
        case $answer in
        [yYjJ] | [yY][eE][sS] | [jJ][aA]) ;;
        *)
            complain "Nothing was changed." "Do it by hand if you like, then run  ./dev ${VERB:-run}  again."
            exit 3
            ;;
        esac
    else
        complain "Nothing was changed: there is no terminal here to ask you on." \
            "To agree beforehand:  ./dev ${VERB:-run} --yes"
        exit 3
    fi
    PLAN=()
}
