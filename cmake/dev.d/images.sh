# The images of a stack: there, or pulled, or the lab's in their place.
# shellcheck shell=bash

REGISTRY_PATIENCE=${BROKERDECK_REGISTRY_PATIENCE:-20} # seconds until a registry must have said something
PULL_LIMIT=${BROKERDECK_PULL_LIMIT:-1200}             # seconds for one image

has_image() { timeout -k 2 10 docker image inspect "$1" >/dev/null 2>&1 </dev/null; }

# pull_image NAME: 0 done, 1 the registry said no, 2 no registry is reached
pull_image() {
    local log pid began rc=0
    log=$HERE/build/logs/pull.log
    mkdir -p "${log%/*}"
    : >"$log"
    timeout -k 5 "$PULL_LIMIT" docker pull "$1" >"$log" 2>&1 </dev/null &
    pid=$!
    began=$(now_ms) # $SECONDS would be up to a second short
    while kill -0 "$pid" 2>/dev/null; do
        if grep -qE 'Pulling from|Pulling fs layer|Already exists|Digest:' "$log"; then break; fi
        if (($(now_ms) - began >= REGISTRY_PATIENCE * 1000)); then
            kill "$pid" 2>/dev/null
            wait "$pid" 2>/dev/null
            return 2
        fi
        sleep 0.1
    done
    wait "$pid" || rc=$?
    ((rc == 0)) && return 0
    if grep -qiE 'denied|not found|unauthorized|manifest unknown|no matching manifest|toomanyrequests' "$log" &&
        ! grep -qiE 'lookup|dial tcp|no such host|timeout|i/o|connection (refused|reset)|proxyconnect|tls|x509' "$log"; then
        return 1
    fi
    return 2
}

# Exports what tests/lab/build said on its standard output, one NAME=value a line.
export_lab_names() {
    local line name
    while IFS= read -r line; do
        name=${line%%=*}
        if [[ $line == BROKERDECK_*=* && $name =~ ^[A-Z0-9_]+$ ]]; then export "$name=${line#*=}"; fi
    done
}

lab_is_built() {
    local line out
    out=$("$HERE/tests/lab/build" --print 2>/dev/null </dev/null) || return 1
    while IFS= read -r line; do
        if [[ -n ${line#*=} ]] && ! has_image "${line#*=}"; then return 1; fi
    done <<<"$out"
}

# Making the images needs a Java and Maven; using them does not.
plan_lab() { if ! lab_is_built; then plan_packages lab; fi; }

# use_lab_images [--kafka VERSION]
use_lab_images() {
    local log out rc=0
    [[ -x $HERE/tests/lab/build ]] || fail "The lab's images cannot be made: tests/lab/build is not there."
    log=$HERE/build/logs/lab.log
    mkdir -p "${log%/*}"
    step "The lab's images…"
    # its cache outlives the tests' own home
    out=$(XDG_CACHE_HOME=$USER_CACHE timeout -k 10 1500 "$HERE/tests/lab/build" "$@" 2>"$log" </dev/null) || rc=$?
    if ((rc)); then
        show_log "$log"
        fail "The lab's images could not be made (tests/lab/build ended with $rc)." \
            "Try it by hand:  tests/lab/build $*"
    fi
    export_lab_names <<<"$out"
    step_done "The lab's images are there: ${BROKERDECK_KAFKA_IMAGE:-?}"
}

stack_images() {
    timeout -k 2 30 "${COMPOSE[@]}" -f "$1" --profile '*' config --images 2>/dev/null </dev/null | sort -u
}

# Images that Compose makes itself at the start: no registry has them.
built_images() {
    timeout -k 2 30 "${COMPOSE[@]}" -f "$1" --profile '*' config --format json 2>/dev/null </dev/null | python3 -c '
import json, sys
model = json.load(sys.stdin)
for name, service in model["services"].items():
    if "build" in service:
        print(service.get("image", model["name"] + "-" + name))' 2>/dev/null || true
}

# missing_images FILE IMAGE… : those of them that somebody has to bring, one a line
missing_images() {
    local file=$1 image missing=()
    shift
    for image in "$@"; do has_image "$image" || missing+=("$image"); done
    if ((${#missing[@]})); then
        printf '%s\n' "${missing[@]}" | grep -vxF -f <(built_images "$file") || true
    fi
}

# The bundled stacks take their images from the variables that tests/lab/build sets; nobody else's file does.
takes_lab_images() { [[ $(realpath -- "$1") == "$HERE"/resources/stacks/* ]]; }

# fail_without_images FILE IMAGE…
fail_without_images() {
    local file=$1 names again
    shift
    printf -v names '%s, ' "$@"
    printf -v again '%q' "$file"
    fail "$file needs images that are not here and were not pulled: ${names%, }" \
        "Bring what is missing here (docker load, or docker pull from a registry of yours), then again:  ./dev run $again" \
        "Or try the registry again:  ./dev run --pull $again"
}

# After a registry was out of reach it is left alone for half a day (--pull asks it again).
registry_out_of_reach_lately() {
    [[ ${PULL_AGAIN:-0} != 1 && -n $(find "$HERE/build/.no-registry" -mmin -720 2>/dev/null) ]]
}

# ensure_images FILE: afterwards every image of that stack is there.
ensure_images() {
    local file=$1 image missing images rc=0
    mapfile -t images < <(stack_images "$file")
    ((${#images[@]})) || fail "The stack's compose file cannot be read: $file" \
        "Why:  ${COMPOSE[*]} -f $file config"
    mapfile -t missing < <(missing_images "$file" "${images[@]}")
    ((${#missing[@]})) || return 0
    if ! registry_out_of_reach_lately; then
        for image in "${missing[@]}"; do
            step "Pulling $image…"
            rc=0
            pull_image "$image" || rc=$?
            case $rc in
            0) step_done "Pulled $image" ;;
            1)
                warn "$image cannot be pulled: $(tail -n 1 "$HERE/build/logs/pull.log")"
                break
                ;;
            *)
                warn "No image registry can be reached from here ($(human_ms $(($(now_ms) - STEP_BEGAN))))."
                mkdir -p "$HERE/build"
                : >"$HERE/build/.no-registry"
                break
                ;;
            esac
        done
        if ((rc == 0)); then
            rm -f "$HERE/build/.no-registry"
            return 0
        fi
    fi
    if ! takes_lab_images "$file"; then
        mapfile -t missing < <(missing_images "$file" "${images[@]}")
        fail_without_images "$file" "${missing[@]}"
    fi
    note "The stack runs on the lab's images instead: the same Kafka, made here from its published packages."
    note "To try the registry again:  ./dev run --pull"
    plan_lab
    ask_for_plan
    install_planned_packages
    use_lab_images
}
