# How ./dev talks: one line a step, with its time; what goes wrong says what to do next.
# shellcheck shell=bash

if [[ -t 1 && -z ${NO_COLOR:-} && ${TERM:-dumb} != dumb ]]; then
    C_BLUE=$'\e[34m' C_GREEN=$'\e[32m' C_RED=$'\e[31m' C_YELLOW=$'\e[33m' C_DIM=$'\e[2m' C_OFF=$'\e[0m'
else
    C_BLUE='' C_GREEN='' C_RED='' C_YELLOW='' C_DIM='' C_OFF=''
fi

# Milliseconds since some moment.
now_ms() {
    local t=${EPOCHREALTIME/[.,]/}
    printf '%s' "$((t / 1000))"
}

# 84211 -> «1 min 24 s», 3120 -> «3.1 s»
human_ms() {
    local ms=$1
    if ((ms >= 60000)); then
        printf '%d min %d s' $((ms / 60000)) $((ms % 60000 / 1000))
    else
        printf '%d.%d s' $((ms / 1000)) $((ms % 1000 / 100))
    fi
}

# count 3 package -> «3 packages»
count() { if (($1 == 1)); then printf '%d %s' "$1" "$2"; else printf '%d %ss' "$1" "$2"; fi; }

step() {
    STEP_BEGAN=$(now_ms)
    printf '%s→%s %s\n' "$C_BLUE" "$C_OFF" "$*"
}

# Ends the step that began last.
step_done() {
    printf '%s✓%s %s %s(%s)%s\n' "$C_GREEN" "$C_OFF" "$*" "$C_DIM" "$(human_ms $(($(now_ms) - STEP_BEGAN)))" "$C_OFF"
}

note() { printf '  %s\n' "$*"; }
warn() { printf '%s!%s %s\n' "$C_YELLOW" "$C_OFF" "$*"; }

# complain «what is wrong» [«what to do» …]
complain() {
    printf '%s✗%s %s\n' "$C_RED" "$C_OFF" "$1" >&2
    shift
    if (($#)); then printf '  %s\n' "$@" >&2; fi
}

fail() {
    complain "$@"
    exit 1
}

# The end of a log, indented, for an error that has one.
show_log() {
    local log=$1 lines=${2:-15}
    [[ -s $log ]] || return 0
    tail -n "$lines" "$log" | sed 's/^/  | /' >&2
    printf '  The whole log: %s\n' "$log" >&2
}
