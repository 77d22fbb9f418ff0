#!/usr/bin/env bash
# How ./dev counts, lints, and tidies up after crashed tests.
# shellcheck source=tests/dev/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

# part FUNCTION… : runs functions of the script alone, on the machine's programs
part() {
    local command
    printf -v command '%q ' "$@"
    RC=0
    OUT=$(env -i HOME="$SB/home" PATH="$SB/bin:$SB/sys:${REAL:-}" SB="$SB" HERE="$SB/tree" TERM=dumb "${ENVIRONMENT[@]}" \
        timeout 100 bash -c 'set -uo pipefail; USER_CACHE=$HOME/.cache; CTEST_EXTRA=()
            for file in say machine engine images build lint test; do . "$HERE/cmake/dev.d/$file.sh"; done
            '"$command" </dev/null 2>&1) || RC=$?
}
with_real() { ln -sf "$(PATH=$HOST_PATH command -v "$1")" "$SB/sys/$1"; }
HOST_PATH=$PATH

it 'counts what ctest ran, and names what failed'
new_machine
mkdir -p "$SB/tree/build/dev"
cat >"$SB/tree/build/dev/CTestTestfile.cmake" <<'END'
add_test(good true)
add_test(bad false)
add_test(gone /nonexistent/program)
add_test(slow sleep 20)
add_test(skips sh -c "exit 77")
add_test(off true)
add_test(crash sh -c "kill -SEGV $$")
set_tests_properties(slow PROPERTIES TIMEOUT 1)
set_tests_properties(skips PROPERTIES SKIP_RETURN_CODE 77)
set_tests_properties(off PROPERTIES DISABLED ON)
END
count_them() { run_ctest some "$HERE/build/dev" 1 -j2 && print_summary; }
part eval "$(declare -f count_them); count_them"
says 'some: bad (Failed)'
says 'some: gone (Not Run)'
says 'some: slow (Timeout)'
says 'some: crash (SEGFAULT)'
[[ ${OUT##*$'\n'} == '1 passed, 4 failed, 2 skipped' ]] || wrong 'the last line does not count right'

it 'runs the stages that are named, or all of them'
part eval 'PARTS=(tsan lint); wants tsan && wants lint && ! wants full && PARTS=() && wants full && echo well'
says 'well'

it 'fails a stage that ctest itself did not get through'
new_machine
mkdir -p "$SB/tree/build/dev"
printf 'add_test(endless sleep 100)\n' >"$SB/tree/build/dev/CTestTestfile.cmake"
printf '#!/bin/bash\nif [[ " $* " == *" -N "* ]]; then echo "Total Tests: 1"; else exit 124; fi\n' >"$SB/bin/ctest"
chmod +x "$SB/bin/ctest"
part eval "$(declare -f count_them); count_them"
[[ ${OUT##*$'\n'} == '0 passed, 1 failed, 0 skipped' ]] || wrong 'the last line does not count right'

it 'looks again only at what clang-tidy has not found fine'
new_machine
mkdir -p "$SB/tree/build/dev" "$SB/home/tidy"
printf 'Checks: "*"\n' >"$SB/tree/.clang-tidy"
printf '[{"file": "%s", "command": "ccache compile -DA=%s -o a.o -c %s"}]\n' "$SB/tree/a.cpp" '\\\"b\\\"' "$SB/tree/a.cpp" \
    >"$SB/tree/build/dev/compile_commands.json"
printf '#!/bin/bash\n[[ $1 == \x27-DA="b"\x27 && $2 == -E ]] && cat "${@: -1}"\n' >"$SB/bin/compile"
printf '#!/bin/bash\n[[ $1 == --version ]] || { echo looked; ! grep BAD "${@: -1}"; }\n' >"$SB/bin/tidytool"
chmod +x "$SB/bin/compile" "$SB/bin/tidytool"
tidy_some() {
    local text
    cd "$HERE" || return
    for text in fine fine other BAD BAD fine; do
        echo "// $text" >a.cpp
        cmake/dev.d/tidy tidytool "$HOME/tidy" a.cpp
        echo "$text $?"
    done
}
part eval "$(declare -f tidy_some); tidy_some"
[[ ${OUT//$'\n'/,} == 'looked,fine 0,fine 0,looked,other 0,looked,// BAD,BAD 1,looked,// BAD,BAD 1,fine 0' ]] ||
    wrong 'it looks at other files than it should'

it 'runs the GUI tests under Xvfb with the platform plugin that people have'
new_machine
mkdir -p "$SB/tree/build/dev"
cat >"$SB/tree/build/dev/CTestTestfile.cmake" <<'END'
add_test(window sh -c "echo the platform is $QT_QPA_PLATFORM, $KEPT; false")
set_tests_properties(window PROPERTIES LABELS gui ENVIRONMENT "QT_QPA_PLATFORM=offscreen;KEPT=kept")
END
sed -i 's/\$\(QT_QPA_PLATFORM\|KEPT\)/\\$\1/g' "$SB/tree/build/dev/CTestTestfile.cmake"
under() { make_xvfb_tests && run_ctest x "$HERE/build/dev-xvfb" 1 -L '^gui$'; }
part eval "$(declare -f under); under"
says 'the platform is xcb, kept'

it 'removes what dead tests left on the engine, what is old, and nothing else'
new_machine
with_engine
NOW=$(date -u +%Y-%m-%dT%H:%M:%SZ) OLD=$(date -u -d '5 hours ago' +%Y-%m-%dT%H:%M:%S.123456789Z)
bash -c 'exit 0' &
DEAD=$!
wait "$DEAD"
{
    for kind in container network volume; do
        printf '%s\t%s\t%s\t%s\n' \
            $kind "$kind-dead" "bdtest-$DEAD-1" "$NOW" $kind "$kind-bench" "bdbench-$DEAD-a-1" "$NOW" \
            $kind "$kind-alive" "bdtest-$$-1" "$OLD" $kind "$kind-new" bdtest-other "$NOW" \
            $kind "$kind-old" bdtest-other "$OLD" $kind "$kind-user" kc-backend "$OLD"
    done
} >"$SB/objects"
part remove_leftovers
for name in dead bench old; do
    called "docker rm --force --volumes container-$name"
    called "docker network rm network-$name"
    called "docker volume rm volume-$name"
done
not_called 'docker .*rm .*(alive|new|user)'
says 'Removed 9'

it 'stops the engine that a CI run started, and only there'
new_machine
sleep 30 &
ENGINE=$!
part eval "ENGINE_STARTED_PID=$ENGINE; stop_own_engine"
kill -0 "$ENGINE" || wrong 'stopped it without CI'
ENVIRONMENT=(CI=true)
part eval "ENGINE_STARTED_PID=$ENGINE; stop_own_engine" # waits for it to be reaped, below, at most 30 s
if kill -0 "$ENGINE" 2>/dev/null; then wrong 'did not stop it'; fi
says 'was stopped again'

it 'finds nothing wrong with a tree that is fine'
new_machine
with_engine
with_real git
mkdir -p "$SB/tree/translations" "$SB/tree/app"
rm -rf "$SB/tree/cmake/check_layers.py"
echo '<TS/>' >"$SB/tree/translations/x_de.ts"
git -C "$SB/tree" init -q
part lint_top_level
ends_with 0
part lint_length
ends_with 0
part lint_translations
ends_with 0
part lint_compose
ends_with 0

it 'names what is wrong with a tree'
mkdir -p "$SB/tree/rubbish"
echo x >"$SB/tree/rubbish/file"
part lint_top_level
ends_with 1
says 'rubbish: does not belong'
seq 601 >"$SB/tree/app/long.cpp"
part lint_length
ends_with 1
says 'app/long.cpp: 601 lines'
echo '<translation type="unfinished"></translation>' >"$SB/tree/translations/x_de.ts"
part lint_translations
ends_with 1
says 'translations/x_de.ts: 1 texts are not translated yet'

it 'finds a misspelt variable in a shell script'
if command -v shellcheck >/dev/null; then
    printf '#!/bin/bash\nvalue=1\necho $vaule\n' >"$SB/tree/app/tool"
    part lint_shell
    ends_with 1
    says 'app/tool'
fi

finish
