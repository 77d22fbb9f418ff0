# bash completion for brokerdeckctl
# shellcheck shell=bash

# The arguments that choose the project, as they were typed, for calls of our own.
_brokerdeckctl_project() {
    local i
    for ((i = 1; i < COMP_CWORD; i++)); do
        case ${COMP_WORDS[i]} in
        -f | --file | -p | --project | --project-directory | --context) printf '%s\n' "${COMP_WORDS[i]}" "${COMP_WORDS[++i]}" ;;
        esac
    done
}

# The names of the connections that are kept, one a line.
_brokerdeckctl_connections() {
    brokerdeckctl --json connections list 2>/dev/null | sed -n 's/^            "name": "\(.*\)",\{0,1\}$/\1/p'
}

_brokerdeckctl() {
    local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD - 1]}
    local verbs='projects status up stop restart topics groups peek produce connections check-connection cluster volumes snapshot
        reset script verify diagnose troubleshoot brokers practice bundle audit new sheet logs runs timeline'
    local verb='' i
    local options='-f --file -p --project --project-directory --context --profile --env-file --create-topics --leave-data
        --bootstrap --properties --connection --secrets-from --read-only --colour --partitions --replication-factor
        --config --reset --internal --yes --apply --add --remove --to --topic --partition --from -n --follow --filter --regex --path
        --key-format --value-format --registry --registry-user --registry-ca --key --value --header --json-lines
        --level --dry-run --confirm --confirm-remote --no-snapshot --resume --abandon --records --group --volume
        --log --exit-code --oom --none-elsewhere --fix --diff --undo --brokers --zookeeper --family --image --zookeeper-image --port --worker
        --strict --timeout --ascii --json --help --version'
    COMPREPLY=()
    case $prev in
    -f | --file)
        compopt -o filenames 2>/dev/null
        mapfile -t COMPREPLY < <(
            compgen -d -- "$cur"
            compgen -f -X '!*.@(yml|yaml)' -- "$cur"
        )
        return
        ;;
    --env-file | --properties | --secrets-from | --log)
        compopt -o filenames 2>/dev/null
        mapfile -t COMPREPLY < <(compgen -f -- "$cur")
        return
        ;;
    --project-directory)
        compopt -o filenames 2>/dev/null
        mapfile -t COMPREPLY < <(compgen -d -- "$cur")
        return
        ;;
    --profile | --timeout | --bootstrap | --partitions | --replication-factor | --config | --reset | --to | --topic | --partition | --from | -n | \
        --filter | --regex | --path | --key | --value | --header | --registry | --registry-user | --confirm | \
        --confirm-remote | --group | --volume | --exit-code | --image | --zookeeper-image | --port | --worker) return ;;
    --brokers)
        mapfile -t COMPREPLY < <(compgen -W '1 3' -- "$cur")
        return
        ;;
    --family)
        mapfile -t COMPREPLY < <(compgen -W 'confluent apache' -- "$cur")
        return
        ;;
    --level)
        mapfile -t COMPREPLY < <(compgen -W 'empty recreate full trace debug info warn error fatal' -- "$cur")
        return
        ;;
    --connection)
        local IFS=$'\n'
        mapfile -t COMPREPLY < <(compgen -W "$(_brokerdeckctl_connections)" -- "$cur")
        return
        ;;
    --colour)
        mapfile -t COMPREPLY < <(compgen -W 'none red orange yellow green blue purple grey' -- "$cur")
        return
        ;;
    -p | --project)
        mapfile -t COMPREPLY < <(compgen -W "$(timeout 2 docker compose ls -aq 2>/dev/null)" -- "$cur")
        return
        ;;
    --context)
        mapfile -t COMPREPLY < <(compgen -W "$(timeout 2 docker context ls -q 2>/dev/null)" -- "$cur")
        return
        ;;
    esac
    for ((i = 1; i < COMP_CWORD; i++)); do
        case ${COMP_WORDS[i]} in
        -f | --file | -p | --project | --project-directory | --context | --profile | --env-file | --timeout | \
            --bootstrap | --properties | --connection | --secrets-from | --colour | --partitions | \
            --replication-factor | --config | --reset | --to | --topic | --partition | --from | -n | --filter | \
            --regex | --path | --key-format | --value-format | --registry | --registry-user | --registry-ca | --key | \
            --value | --header | --level | --confirm | --confirm-remote | --group | --volume | \
            --brokers | --family | --image | --zookeeper-image | --port | --worker | --log | --exit-code) i=$((i + 1)) ;;
        -*) ;;
        *) verb=${verb:-${COMP_WORDS[i]}} ;;
        esac
    done
    if [[ $cur == -* ]]; then
        mapfile -t COMPREPLY < <(compgen -W "$options" -- "$cur")
    elif [[ -z $verb ]]; then
        mapfile -t COMPREPLY < <(compgen -W "$verbs" -- "$cur")
    elif [[ $verb == topics ]]; then
        mapfile -t COMPREPLY < <(compgen -W 'list describe create set add-partitions empty delete' -- "$cur")
    elif [[ $verb == connections ]]; then
        mapfile -t COMPREPLY < <(compgen -W 'list show add remove rename secrets export import' -- "$cur")
    elif [[ $verb == check-connection ]]; then
        local IFS=$'\n'
        mapfile -t COMPREPLY < <(compgen -W "$(_brokerdeckctl_connections)" -- "$cur")
    elif [[ $verb == groups ]]; then
        mapfile -t COMPREPLY < <(compgen -W 'list describe reset delete delete-offsets' -- "$cur")
    elif [[ $verb == volumes ]]; then
        mapfile -t COMPREPLY < <(compgen -W 'lock unlock rm browse' -- "$cur")
    elif [[ $verb == snapshot ]]; then
        mapfile -t COMPREPLY < <(compgen -W 'save list verify restore rename rm' -- "$cur")
    elif [[ $verb == practice ]]; then
        mapfile -t COMPREPLY < <(compgen -W 'list start hint check stop' -- "$cur")
    elif [[ $verb == audit ]]; then
        mapfile -t COMPREPLY < <(compgen -W 'zk-healthcheck zk-four-letter-words zk-data-volume zk-log-volume zk-restart zk-limits
            zk-autopurge kafka-data-volume kafka-waits-for-zk kafka-zk-timeouts kafka-fixed-broker-id kraft-cluster-id
            kafka-no-auto-create kafka-retention kafka-healthcheck kafka-restart kafka-single-node-factors kafka-listeners
            kafka-stop-grace init-waits-for-kafka worker-waits image-pinned compose-hygiene' -- "$cur")
    elif [[ $verb == @(new|sheet|bundle) ]]; then
        compopt -o filenames 2>/dev/null
        mapfile -t COMPREPLY < <(compgen -f -- "$cur")
    elif [[ $verb == brokers ]]; then
        mapfile -t COMPREPLY < <(compgen -W 'nodes unregister' -- "$cur")
    elif [[ $verb == @(up|stop|restart|diagnose|logs) ]]; then
        local chosen=() arg files=()
        mapfile -t chosen < <(_brokerdeckctl_project)
        # Compose itself knows the services of these files
        for ((i = 0; i < ${#chosen[@]}; i += 2)); do
            arg=${chosen[i]}
            case $arg in
            -f | --file) files+=(-f "${chosen[i + 1]}") ;;
            -p | --project) files+=(-p "${chosen[i + 1]}") ;;
            --project-directory) files+=(--project-directory "${chosen[i + 1]}") ;;
            esac
        done
        mapfile -t COMPREPLY < <(compgen -W "$(timeout 2 docker compose "${files[@]}" config --services 2>/dev/null)" -- "$cur")
    fi
}

complete -F _brokerdeckctl brokerdeckctl
