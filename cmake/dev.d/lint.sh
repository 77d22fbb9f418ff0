# Checks of the tree as text: quick, and each says what to do.
# shellcheck shell=bash

LINT_PASSED=0 LINT_FAILED=0 LINT_SKIPPED=0
LINT_FAILED_NAMES=()
MAX_LINES=600
TOP_LEVEL='app core resources translations tests installer cmake bench docs CMakeLists.txt CMakePresets.json README.md dev'

# Every file of the tree that is not ignored and is there, one a line, relative to it.
tree_files() {
    {
        git -C "$HERE" -c safe.directory="$HERE" ls-files -co --exclude-standard 2>/dev/null ||
            find "$HERE" -type f -not -path "$HERE/.git/*" -not -path "$HERE/build/*" -printf '%P\n'
    } |
        while IFS= read -r file; do
            if [[ -f $HERE/$file ]]; then printf '%s\n' "$file"; fi
        done
}

# check NAME COMMAND… : the command prints what is wrong; 77 says that it cannot be checked here.
check() {
    local name=$1 rc=0 out
    shift
    out=$("$@" 2>&1) || rc=$?
    case $rc in
    0)
        LINT_PASSED=$((LINT_PASSED + 1))
        if [[ -n $out ]]; then printf '  %s: %s\n' "$name" "$out"; fi
        ;;
    77)
        LINT_SKIPPED=$((LINT_SKIPPED + 1))
        note "$name: not checked ($out)"
        ;;
    *)
        LINT_FAILED=$((LINT_FAILED + 1))
        LINT_FAILED_NAMES+=("$name")
        complain "$name"
        head -n 40 <<<"$out" | sed 's/^/  /' >&2
        ;;
    esac
}

lint_layers() {
    [[ -f $HERE/cmake/check_layers.py ]] || { echo "cmake/check_layers.py is not there"; return 77; }
    python3 "$HERE/cmake/check_layers.py" "$HERE"
}

lint_shell() {
    command -v shellcheck >/dev/null || { echo "shellcheck is not installed"; return 77; }
    local file first scripts=()
    while IFS= read -r file; do
        case $file in
        cmake/dev.d/*) ;; # read through ./dev
        *.sh) scripts+=("$file") ;;
        *.* | translations/* | resources/*) ;;
        *)
            IFS= read -r first <"$HERE/$file" 2>/dev/null || true
            if [[ $first =~ ^\#!.*(bash|/sh|env\ sh)( |$) ]]; then scripts+=("$file"); fi
            ;;
        esac
    done < <(tree_files 2>/dev/null) 2>/dev/null
    (cd "$HERE" && shellcheck -x -a -e SC2016,SC2317 -P SCRIPTDIR "${scripts[@]}")
}

lint_compose() {
    find_compose || { echo "no Compose v2 here"; return 77; }
    local file bad=0
    for file in "$HERE"/resources/stacks/*/compose.yaml; do
        [[ -f $file ]] || continue
        timeout 30 "${COMPOSE[@]}" -f "$file" --profile '*' config -q </dev/null || {
            echo "${file#"$HERE/"} is no valid compose file"
            bad=1
        }
    done
    return "$bad"
}

lint_length() {
    tree_files | grep -vE '^translations/|\.(svg|png|json|ts|txt|csv|log|gz|zip)$|/(data|fixtures|captured)/' |
        (cd "$HERE" && xargs -r -d '\n' wc -l) |
        awk -v max="$MAX_LINES" '$2 != "total" && $1 > max { print $2 ": " $1 " lines, more than " max ": split it"; bad = 1 } END { exit bad }'
}

lint_top_level() {
    local name bad=0
    for name in $(tree_files | cut -d/ -f1 | sort -u); do
        if [[ $name != .* && " $TOP_LEVEL " != *" $name "* ]]; then
            echo "$name: does not belong at the top of the tree"
            bad=1
        fi
    done
    return "$bad"
}

lint_translations() {
    local file bad=0
    for file in "$HERE"/translations/*.ts; do
        [[ -f $file ]] || continue
        if grep -nE 'type="unfinished"' "$file" /dev/null | sed "s|^$HERE/||" | head -n 10 | grep .; then
            echo "${file#"$HERE/"}: $(grep -c 'type="unfinished"' "$file") texts are not translated yet"
            bad=1
        fi
        if grep -nE '<numerusform>.*\(s\)' "$file" /dev/null | sed "s|^$HERE/||" | head -n 10 | grep .; then
            echo "${file#"$HERE/"}: a plural is written as in the source"
            bad=1
        fi
        # a text of many lines, as the usage is
        if awk '/<translation/ { delete seen }
                length($0) > 30 && !/<numerusform>/ && seen[$0]++ { print FILENAME ":" FNR ": twice in one text: " $0 }' \
            "$file" | sed "s|^$HERE/||" | head -n 10 | grep .; then
            bad=1
        fi
    done
    return "$bad"
}

# Would lupdate find texts that the translations do not have?
lint_translations_fresh() {
    local lupdate tmp ts name missing plural bad=0
    lupdate=$(command -v lupdate6 || ls /usr/lib/qt6/bin/lupdate 2>/dev/null) || { echo "lupdate is not installed"; return 77; }
    compgen -G "$HERE/translations/*.ts" >/dev/null || return 0
    tmp=$(mktemp -d)
    for ts in "$HERE"/translations/*.ts; do
        name=${ts##*/}
        cp "$ts" "$tmp/$name"
        plural=()
        # the source language has only its plurals there
        if [[ $name == *_en.ts ]]; then plural=(-pluralonly); fi
        (cd "$HERE" && timeout 60 "$lupdate" -silent -locations none -no-ui-lines app core "${plural[@]}" -ts "$tmp/$name") >/dev/null 2>"$tmp/err" || {
            cat "$tmp/err"
            bad=1
        }
        missing=$(grep -c 'type="unfinished"' "$tmp/$name") || true
        if ((missing > $(grep -c 'type="unfinished"' "$ts" || true))); then
            echo "translations/$name lacks $missing texts that are in the code: ./dev texts, then translate them"
            bad=1
        fi
    done
    rm -rf "$tmp"
    return "$bad"
}

cxx_files() { tree_files | grep -E '^(app|core|tests|bench)/.*\.(h|cpp)$'; }

lint_format() {
    local tool bad
    tool=$(command -v clang-format-14) || { echo "clang-format-14 is not installed"; return 77; }
    [[ -f $HERE/.clang-format ]] || return 0
    bad=$(cd "$HERE" && cxx_files | xargs -r -d '\n' -P 2 -n 20 "$tool" --dry-run -Werror 2>&1 |
        sed -nE 's/^([^: ]+):[0-9]+:[0-9]+: error:.*/\1/p' | sort -u)
    [[ -n $bad ]] || return 0
    echo "$(wc -l <<<"$bad") files are not as clang-format 14 writes them: ./dev format"
    head -n 20 <<<"$bad"
    return 1
}

lint_desktop() {
    local rc=0 out
    command -v desktop-file-validate >/dev/null || { echo "desktop-file-validate is not installed"; return 77; }
    desktop-file-validate "$HERE"/installer/*.desktop || rc=1
    if command -v appstreamcli >/dev/null; then
        out=$(appstreamcli validate --no-net "$HERE"/installer/*.metainfo.xml 2>&1) || { rc=1 && printf '%s\n' "$out"; }
    fi
    return "$rc"
}

# A few changed files only, for clang-tidy takes some seconds for each; with --tidy, all of them. What was fine and is the
# same still is not looked at again.
lint_tidy() {
    local tool files=() limit=40 rc=0 cache=${USER_CACHE:-$HOME/.cache}/brokerdeck/tidy
    tool=$(command -v clang-tidy-14 || command -v clang-tidy) || { echo "clang-tidy is not installed"; return 77; }
    [[ -f $HERE/build/dev/compile_commands.json ]] || { echo "nothing is built yet"; return 77; }
    if [[ ${TIDY:-0} == 1 ]]; then
        mapfile -t files < <(tree_files | grep -E '^(app|core)/.*\.cpp$')
        limit=5000
    else
        mapfile -t files < <(
            cd "$HERE" && { git diff --name-only --diff-filter=d HEAD; git ls-files -o --exclude-standard; } 2>/dev/null |
                grep -E '^(app|core)/.*\.cpp$' | sort -u
        )
        if ((${#files[@]} > 4)); then
            echo "${#files[@]} files changed; ./dev lint --tidy looks at all there are"
            return 77
        fi
    fi
    ((${#files[@]})) || return 0
    mkdir -p "$cache"
    find "$cache" -type f -mtime +30 -delete
    (cd "$HERE" && printf '%s\n' "${files[@]}" |
        timeout "$limit" xargs -d '\n' -P 2 -n 1 cmake/dev.d/tidy "$tool" "$cache") || rc=$?
    if ((rc == 124)); then
        echo "took more than $limit s"
        return 77
    fi
    return "$rc"
}

lint() {
    LINT_PASSED=0 LINT_FAILED=0 LINT_SKIPPED=0 LINT_FAILED_NAMES=()
    step "Linting…"
    check 'layers' lint_layers
    check 'shell scripts' lint_shell
    check 'compose files' lint_compose
    check "files of at most $MAX_LINES lines" lint_length
    check 'top-level folders' lint_top_level
    check 'translations finished' lint_translations
    check 'translations up to date' lint_translations_fresh
    check 'desktop entry and metainfo' lint_desktop
    check 'format' lint_format
    check 'clang-tidy' lint_tidy
    if ((LINT_FAILED)); then
        complain "Lint: $LINT_FAILED of $((LINT_PASSED + LINT_FAILED)) checks failed: ${LINT_FAILED_NAMES[*]}"
    else
        step_done "Lint: $LINT_PASSED checks are fine"
    fi
}

# Brings new texts of the code into translations/*.ts, marked as unfinished.
update_texts() { build dev update_translations; }

format_tree() {
    local tool
    tool=$(command -v clang-format-14) || fail "clang-format-14 is not installed." "./dev test installs it."
    (cd "$HERE" && cxx_files | xargs -r -d '\n' "$tool" -i)
}
