# Running the tests in stages, counting them together, and tidying up after those that crashed.
# shellcheck shell=bash

PASSED=0 FAILED=0 SKIPPED=0
STAGES=()       # «name|passed|failed|skipped|milliseconds», for the table at the end
FAILED_NAMES=() # of all stages
TEST_TMP=''

# A home of their own for what tests write, and nothing of the user's desktop in what they show.
set_up_test_environment() {
    TEST_TMP=$(mktemp -d "${TMPDIR:-/tmp}/bdtest.XXXXXX")
    local dir
    for dir in data config state cache runtime; do mkdir -m 700 "$TEST_TMP/$dir"; done
    # ccache's directory follows XDG_CACHE_HOME
    export CCACHE_DIR=${CCACHE_DIR:-$USER_CACHE/ccache}
    export XDG_DATA_HOME=$TEST_TMP/data XDG_CONFIG_HOME=$TEST_TMP/config XDG_STATE_HOME=$TEST_TMP/state
    export XDG_CACHE_HOME=$TEST_TMP/cache XDG_RUNTIME_DIR=$TEST_TMP/runtime
    export LC_ALL=C.UTF-8 TZ=UTC QT_QPA_PLATFORM=offscreen
    unset DISPLAY WAYLAND_DISPLAY DBUS_SESSION_BUS_ADDRESS LANGUAGE
    unset QT_STYLE_OVERRIDE QT_SCALE_FACTOR QT_QPA_PLATFORMTHEME QT_FONT_DPI
    unset COMPOSE_FILE COMPOSE_PROJECT_NAME COMPOSE_PROFILES
}

# count_ctest LOG RC NAME BEGAN: reads ctest's own summary and adds it to the totals.
count_ctest() {
    local log=$1 rc=$2 stage=$3 took=$(($(now_ms) - $4)) line all=0 bad=0 skip=0 off=0 name
    line=$(grep -E '^[0-9]+% tests passed, [0-9]+ tests? failed out of [0-9]+' "$log" | tail -n 1)
    if [[ $line =~ ([0-9]+)\ tests?\ failed\ out\ of\ ([0-9]+) ]]; then
        bad=${BASH_REMATCH[1]} all=${BASH_REMATCH[2]}
    fi
    # of what did not run, ctest counts the skipped ones as passed and leaves out the disabled ones
    skip=$(grep -cE '^[[:space:]]+[0-9]+ - .* \(Skipped\)' "$log") || true
    off=$(grep -cE '^[[:space:]]+[0-9]+ - .* \(Disabled\)' "$log") || true
    while IFS= read -r name; do FAILED_NAMES+=("$stage: $name"); done < <(
        sed -nE 's/^[[:space:]]+[0-9]+ - (.*) \((Failed|Timeout|Not Run|SEGFAULT|SIGABRT|Subprocess aborted|OTHER_FAULT|ILLEGAL|NUMERICAL|Child aborted|BAD_COMMAND|INTERRUPT|Exit code .*)\).*/\1 (\2)/p' "$log" | sort -u
    )
    if ((rc != 0 && bad == 0)); then
        # ctest itself did not end well (cut off, or no summary)
        bad=1
        FAILED_NAMES+=("$stage: ctest ended with $rc")
        if ((all == 0)); then all=1; fi
    fi
    add_stage "$stage" $((all - bad - skip)) "$bad" $((skip + off)) "$took"
    if ((bad)); then complain "$stage: $(count "$bad" test) of $all failed"; else step_done "Tested: $stage"; fi
}

add_stage() {
    STAGES+=("$1|$2|$3|$4|$5")
    PASSED=$((PASSED + $2)) FAILED=$((FAILED + $3)) SKIPPED=$((SKIPPED + $4))
}

# run_ctest STAGE DIR MINUTES [WRAPPER… :::] CTEST_ARG…
run_ctest() {
    local stage=$1 dir=$2 minutes=$3 log rc=0 began wrap=() limit=(timeout -k 30)
    shift 3
    local args=("$@") i
    for i in "${!args[@]}"; do
        if [[ ${args[i]} == ::: ]]; then
            wrap=("${args[@]:0:i}") args=("${args[@]:i+1}")
            break
        fi
    done
    log=$HERE/build/logs/test-${stage//[^a-z0-9]/-}.log
    mkdir -p "${log%/*}"
    # nothing to do is said in one line, not in ctest's six
    if ! ctest --test-dir "$dir" -N "${args[@]}" "${CTEST_EXTRA[@]}" 2>/dev/null | grep -qE 'Total Tests: [1-9]'; then
        if ((!${#CTEST_EXTRA[@]})); then note "$stage: no tests"; fi
        return 0
    fi
    began=$(now_ms)
    step "Testing: $stage…"
    # at a terminal, Ctrl-C must reach ctest too
    if [[ -t 1 ]]; then limit+=(--foreground); fi
    "${limit[@]}" "${minutes}m" "${wrap[@]}" ctest --test-dir "$dir" --output-on-failure --timeout 300 \
        --no-tests=ignore "${args[@]}" "${CTEST_EXTRA[@]}" </dev/null 2>&1 | tee "$log" || rc=$?
    count_ctest "$log" "$rc" "$stage" "$began"
}

# The GUI tests a second time, with the platform plugin that people have: the same test
# definitions, with one variable set over them.
make_xvfb_tests() {
    local dir=$HERE/build/dev-xvfb names
    mkdir -p "$dir"
    names=$(ctest --test-dir "$HERE/build/dev" --show-only=json-v1 -L '^gui$' -LE '^full$' |
        jq -r '[.tests[].name] | map("\"" + . + "\"") | join(" ")')
    {
        printf 'subdirs("%s")\n' "$HERE/build/dev"
        if [[ -n $names ]]; then
            printf 'set_tests_properties(%s PROPERTIES ENVIRONMENT "QT_QPA_PLATFORM=xcb")\n' "$names"
        fi
    } >"$dir/CTestTestfile.cmake"
}

run_xvfb() {
    make_xvfb_tests
    # a session bus of its own, so that accessibility is on and nothing of it stays behind
    run_ctest 'gui under Xvfb' "$HERE/build/dev-xvfb" 20 \
        dbus-run-session -- xvfb-run -a -s '-screen 0 1600x1200x24' ::: -L '^gui$' -LE '^full$' -j1
}

# Does this selection hold tests that need the engine?
selection_needs_engine() {
    ctest --test-dir "$HERE/build/dev" --show-only=json-v1 "${CTEST_EXTRA[@]}" 2>/dev/null |
        jq -e '[.tests[].properties[]? | select(.name == "LABELS") | .value[]] | any(. == "stack" or . == "full")' >/dev/null
}

# --- leftovers -----------------------------------------------------------------------------

# A test's Compose project is named bdtest-PID-…, a benchmark's bdbench-PID-…: it was left behind when
# that process is gone. Names of another form must be old, for another run may be going on beside this one.
is_leftover() { # PROJECT CREATED
    local at
    if [[ $1 =~ ^bd(test|bench)-([0-9]+)- ]]; then
        [[ ! -d /proc/${BASH_REMATCH[2]} ]]
    elif [[ $1 == bdtest-* || $1 == bdbench-* ]]; then
        at=$(date -u -d "$2" +%s 2>/dev/null) && ((at < EPOCHSECONDS - 3 * 3600))
    else
        return 1
    fi
}

# What tests left on the engine, by explicit name: containers, then what these held.
remove_leftovers() {
    command -v docker >/dev/null || return 0
    local kind id project at found=0
    local label='com.docker.compose.project'
    for kind in container network volume; do
        local ids=()
        case $kind in
        container) mapfile -t ids < <(timeout 20 docker ps -aq --no-trunc --filter "label=$label" 2>/dev/null) ;;
        network) mapfile -t ids < <(timeout 20 docker network ls -q --no-trunc --filter "label=$label" 2>/dev/null) ;;
        volume) mapfile -t ids < <(timeout 20 docker volume ls -q --filter "label=$label" 2>/dev/null) ;;
        esac
        ((${#ids[@]})) || continue
        while IFS=$'\t' read -r id project at; do
            is_leftover "$project" "$at" || continue
            case $kind in
            container) timeout 60 docker rm --force --volumes "$id" >/dev/null 2>&1 && found=$((found + 1)) ;;
            *) timeout 30 docker "$kind" rm "$id" >/dev/null 2>&1 && found=$((found + 1)) ;;
            esac
        done < <(
            case $kind in
            container) timeout 30 docker inspect --format "{{.Id}}	{{index .Config.Labels \"$label\"}}	{{.Created}}" "${ids[@]}" 2>/dev/null ;;
            network) timeout 30 docker network inspect --format "{{.Id}}	{{index .Labels \"$label\"}}	{{.Created}}" "${ids[@]}" 2>/dev/null ;;
            volume) timeout 30 docker volume inspect --format "{{.Name}}	{{index .Labels \"$label\"}}	{{.CreatedAt}}" "${ids[@]}" 2>/dev/null ;;
            esac
        )
    done
    if ((found)); then note "Removed $found containers, networks and volumes that tests had left behind."; fi
}

clean_up_tests() {
    if [[ -n $TEST_TMP ]]; then remove_leftovers; fi
    if [[ -n $TEST_TMP ]]; then rm -rf "$TEST_TMP"; fi
    TEST_TMP=''
}

# --- the verb ------------------------------------------------------------------------------

print_summary() {
    local stage name passed failed skipped ms
    printf '\n'
    for stage in "${STAGES[@]}"; do
        IFS='|' read -r name passed failed skipped ms <<<"$stage"
        printf '  %-28s %5d passed %4d failed %4d skipped %14s\n' "$name" "$passed" "$failed" "$skipped" "$(human_ms "$ms")"
    done
    if ((${#FAILED_NAMES[@]})); then
        printf '\n  Failed:\n'
        printf '    %s\n' "${FAILED_NAMES[@]}"
        printf '  Logs: build/logs/test-*.log    One test again:  ./dev test -R NAME\n'
    fi
    # the last line is read by CI
    printf '\n%d passed, %d failed, %d skipped\n' "$PASSED" "$FAILED" "$SKIPPED"
}

run_lint_stage() {
    local began
    began=$(now_ms)
    lint
    add_stage lint "$LINT_PASSED" "$LINT_FAILED" "$LINT_SKIPPED" $(($(now_ms) - began))
    if ((${#LINT_FAILED_NAMES[@]})); then FAILED_NAMES+=("${LINT_FAILED_NAMES[@]/#/lint: }"); fi
}

# The core tests of another preset, where what they check is how, not what.
run_sanitized() {
    local preset=$1 wrap=(env) without='full'
    build "$preset" core_tests
    case $preset in
    asan-ubsan)
        wrap+=(ASAN_OPTIONS=detect_stack_use_after_return=1:strict_string_checks=1
            UBSAN_OPTIONS=print_stacktrace=1:halt_on_error=1)
        ;;
    tsan)
        wrap+=("TSAN_OPTIONS=halt_on_error=1:second_deadlock_stack=1:suppressions=$HERE/cmake/tsan.supp")
        # C11's threads, as librdkafka has them, are unknown to it: our callbacks on them end it with a crash
        without='full|rdkafka|qtthread|deep'
        # its shadow memory does not fit every layout that the kernel may choose
        if setarch -R true 2>/dev/null; then wrap+=(setarch -R); fi
        ;;
    esac
    run_ctest "core, $preset" "$HERE/build/$preset" 60 "${wrap[@]}" ::: -L '^core$' -LE "^($without)\$" -j2
}

# libFuzzer on what reads and edits compose files; BROKERDECK_FUZZ_SECONDS for longer than ten minutes.
run_fuzzing() {
    build fuzz fuzz_compose
    local began rc=0 log=$HERE/build/logs/test-fuzz.log seconds=${BROKERDECK_FUZZ_SECONDS:-600}
    began=$(now_ms)
    step "Testing: fuzz, $seconds s…"
    timeout -k 30 $((seconds + 300)) "$HERE/tests/fuzz/run" "$HERE/build/fuzz/tests/fuzz/fuzz_compose" "$HERE" "$seconds" \
        </dev/null >"$log" 2>&1 || rc=$?
    grep -E '^(stat::|[0-9]+ files|SUMMARY)|ERROR' "$log" | sed 's/^/  | /' || true
    add_stage fuzz $((rc == 0)) $((rc != 0)) 0 $(($(now_ms) - began))
    if ((rc)); then
        FAILED_NAMES+=("fuzz: fuzz_compose ended with $rc")
        complain "fuzz: it found something" "The log: $log" "The input: build/fuzz/tests/fuzz/found"
    else
        step_done 'Tested: fuzz'
    fi
}

# Other Kafka versions: the stack tests and all faults on the lab's images of each; those of the panel are the same whatever Kafka it is.
run_other_kafkas() {
    local version
    for version in ${BROKERDECK_KAFKA_VERSIONS:-2.8.2 3.6.2 4.1.1}; do
        if ! (use_lab_images --kafka "$version"); then
            add_stage "stack, Kafka $version" 0 1 0 0
            FAILED_NAMES+=("stack, Kafka $version: no image")
            continue
        fi
        use_lab_images --kafka "$version"
        # what a version does not have (ZooKeeper from 4 on, a settled KRaft before 3.3) its tests skip
        BROKERDECK_KAFKA_VERSION=$version run_ctest "stack, Kafka $version" "$HERE/build/dev" 60 -L '^(stack|kafkas)$' -LE '^(full|panel)$' -j1
    done
    use_lab_images
}

# Is this stage wanted? All are, unless some are named.
wants() {
    local part
    if ((!${#PARTS[@]})); then return 0; fi
    for part in "${PARTS[@]}"; do
        if [[ $part == "$1" ]]; then return 0; fi
    done
    return 1
}

run_long_tests() {
    local quick=()
    if { wants package || wants full; } && ((!${#CTEST_EXTRA[@]})); then
        make_package
        if ! wants full; then quick=(-R '^dev\.package$'); fi # by itself
    fi
    if wants full || ((${#quick[@]})); then
        run_ctest 'full' "$HERE/build/dev" 300 --timeout 7200 -L '^full$' "${quick[@]}" -j1
    fi
    if wants asan-ubsan; then run_sanitized asan-ubsan; fi
    if wants tsan; then run_sanitized tsan; fi
    if wants fuzz; then run_fuzzing; fi
    if wants kafkas; then run_other_kafkas; fi
}

run_tests() {
    local groups=(build run test)
    if ((FULL)); then groups+=(full bench lab); fi
    CTEST_EXTRA=("$@")
    plan_packages "${groups[@]}"
    local engine=1
    # a selection may do without the engine; everything never does
    if ((${#CTEST_EXTRA[@]})); then engine=0; else plan_engine && plan_lab; fi
    ask_for_plan
    install_planned_packages
    if ((engine)); then set_up_engine; fi

    build dev
    if ((!engine)) && selection_needs_engine; then
        engine=1
        plan_engine
        plan_lab
        ask_for_plan
        install_planned_packages
        set_up_engine
    fi
    if ((engine)); then use_lab_images; fi

    set_up_test_environment
    if ((FULL)); then TIDY=1; fi
    if wants lint && ((!${#CTEST_EXTRA[@]})); then run_lint_stage; fi
    if wants core; then run_ctest 'core and gui' "$HERE/build/dev" 25 -LE '^(stack|full|kafkas)$' -j2; fi
    if wants xvfb; then run_xvfb; fi
    if ((engine)) && wants stack; then
        run_ctest 'stack' "$HERE/build/dev" 40 -L '^stack$' -LE '^full$' -j "${BROKERDECK_STACK_JOBS:-1}"
    fi
    if ((FULL)); then run_long_tests; fi
    if ((PASSED + FAILED + SKIPPED == 0)); then
        complain "No test was run: nothing matches  ${CTEST_EXTRA[*]}" "All there are:  ctest --test-dir build/dev -N"
        FAILED=1
    fi
    print_summary
    if ((FAILED)); then exit 1; fi
}
