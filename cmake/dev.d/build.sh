# Configuring and compiling through the presets.
# shellcheck shell=bash

set_up_ccache() {
    # the same object files for any place that the tree is checked out at
    export CCACHE_BASEDIR=${CCACHE_BASEDIR:-$HERE} CCACHE_NOHASHDIR=${CCACHE_NOHASHDIR:-1}
    export CCACHE_SLOPPINESS=${CCACHE_SLOPPINESS:-pch_defines,time_macros,include_file_mtime,include_file_ctime}
}

# build PRESET [TARGET…]
build() {
    local preset=$1 dir=$HERE/build/$1 log=$HERE/build/logs/build-$1.log fresh=() targets=() rc=0 lock
    shift
    [[ -f $HERE/CMakePresets.json ]] || fail "There is nothing to build yet: CMakePresets.json is missing."
    if (($#)); then targets=(--target "$@"); fi
    set_up_ccache
    mkdir -p "$HERE/build/logs"
    lock=$HERE/build/.lock-$preset
    if ! flock --nonblock --close "$lock" true; then note "Another ./dev builds here; waiting for it."; fi
    step "Building ($preset)…"
    if [[ ! -f $dir/build.ninja || ! -f $dir/.configured || $HERE/CMakePresets.json -nt $dir/.configured ]]; then
        if [[ -f $dir/CMakeCache.txt ]] &&
            ! grep -qxF "CMAKE_HOME_DIRECTORY:INTERNAL=$HERE" "$dir/CMakeCache.txt"; then
            fresh=(--fresh) # the tree was moved
        fi
        if ! (cd "$HERE" && flock --close "$lock" cmake --preset "$preset" "${fresh[@]}") >"$log" 2>&1 </dev/null; then
            show_log "$log" 30
            fail "The build could not be configured (cmake --preset $preset)."
        fi
        : >"$dir/.configured"
    fi
    if [[ -t 1 ]]; then
        (cd "$HERE" && flock --close "$lock" cmake --build "$dir" "${targets[@]}") </dev/null || rc=$?
    else
        (cd "$HERE" && flock --close "$lock" cmake --build "$dir" "${targets[@]}") >"$log" 2>&1 </dev/null || rc=$?
        if ((rc)); then
            grep -E -A12 'error:|FAILED:|CMake Error' "$log" | grep -vE '^(ccache |/usr/bin/c\+\+|\[[0-9]+/)' | head -n 80 | sed 's/^/  | /' >&2
            printf '  The whole log: %s\n' "$log" >&2
        fi
    fi
    ((rc == 0)) || fail "The build failed ($preset)."
    step_done "Built ($preset)"
}
