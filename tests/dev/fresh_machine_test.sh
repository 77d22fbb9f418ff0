#!/usr/bin/env bash
# A machine with nothing but git: ./dev run refuses to change it unasked, then does all of it for a
# user with sudo, and loses no time the second time; then ./dev test. The machine is a privileged container.
set -euo pipefail
TREE=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd -P)
# shellcheck source=tests/dev/cleanroot.sh
. "$TREE/tests/dev/cleanroot.sh"

fail() {
    echo "not ok: $*"
    exit 1
}

archive=$(clean_root "$TREE") || exit $?
name=bdtest-$$-fresh
image=$name:root

# shellcheck disable=SC2317
clean_up() {
    docker rm --force --volumes "$name" >/dev/null 2>&1 || true
    docker rmi --force "$image" >/dev/null 2>&1 || true
}
trap clean_up EXIT
docker import "$archive" "$image" >/dev/null
# the inner engine's layers cannot lie on the outer one's
docker run --detach --privileged --name "$name" --label com.docker.compose.project="$name" \
    --volume /var/lib/docker "$image" sleep 7200 >/dev/null
inside() { docker exec "$name" "$@" </dev/null; }
as_dana() { inside setpriv --reuid dana --regid dana --init-groups env -i HOME=/home/dana USER=dana LC_ALL=C.UTF-8 PATH=/usr/local/bin:/usr/bin:/bin bash -c "cd /home/dana/brokerdeck && $1"; }

echo "→ a machine with git and sudo"
inside env DEBIAN_FRONTEND=noninteractive bash -c 'apt-get -q update && apt-get -q -y install --no-install-recommends git ca-certificates sudo &&
    rm -rf /var/lib/apt/lists/* && useradd -m -s /bin/bash dana && echo "dana ALL=(ALL) NOPASSWD: ALL" >/etc/sudoers.d/dana &&
    mkdir /home/dana/brokerdeck' >/dev/null 2>&1 || fail 'git and sudo do not install'
# what this machine trusts beyond its distribution (a proxy's certificate), the new one trusts too
trust=$(mktemp -d)
inside cat /etc/ssl/certs/ca-certificates.crt >"$trust/theirs"
awk -v to="$trust/machine" '/BEGIN/ { n++ } { print > (to "-" n ".crt") }' /etc/ssl/certs/ca-certificates.crt
for file in "$trust"/machine-*.crt; do
    line=$(sed -n 2,4p "$file" | tail -n 1)
    if ! grep -qF "$line" "$trust/theirs"; then docker cp -q "$file" "$name:/usr/local/share/ca-certificates/" >/dev/null; fi
done
rm -rf "$trust"
inside update-ca-certificates >/dev/null 2>&1
{
    git -C "$TREE" -c safe.directory="$TREE" ls-files -co --exclude-standard -z
} | (cd "$TREE" && while IFS= read -r -d '' file; do if [[ -f $file ]]; then printf '%s\0' "$file"; fi; done) |
    tar -C "$TREE" --null -T - -cf - | docker exec -i "$name" tar -C /home/dana/brokerdeck -xf -
inside chown -R dana:dana /home/dana/brokerdeck

echo "→ it refuses to change the machine unasked"
before=$(inside dpkg-query -W)
rc=0
said=$(as_dana './dev run' 2>&1) || rc=$?
printf '%s\n' "$said" | sed 's/^/  | /'
[[ $rc == 3 ]] || fail "./dev run ended with $rc, not 3"
[[ $(inside dpkg-query -W) == "$before" ]] || fail 'packages changed'
inside bash -c '! ls /etc/apt/preferences.d/* /etc/apt/sources.list.d/brokerdeck* 2>/dev/null' >/dev/null || fail 'package sources changed'

echo "→ ./dev run --yes"
rc=0
as_dana './dev run --yes' 2>&1 | sed 's/^/  | /' || rc=$?
[[ $rc == 0 ]] || fail "./dev run --yes ended with $rc"
upgraded=$(join -j 1 <(sort <<<"$before") <(inside dpkg-query -W | sort) | awk '$2 != $3 { print $1, $2, "→", $3 }')
[[ -z $upgraded ]] || fail "packages that were there were changed: $upgraded"

echo "→ and again, with nothing left to do"
began=$EPOCHSECONDS
rc=0
said=$(as_dana 'sg docker -c "./dev run"' 2>&1) || rc=$?
printf '%s\n' "$said" | sed 's/^/  | /'
[[ $rc == 0 ]] || fail "the second ./dev run ended with $rc"
if grep -qE 'changes your machine|Installing|Pulling' <<<"$said"; then fail 'the second ./dev run had something to change'; fi
echo "  the second took $((EPOCHSECONDS - began)) s"

echo "→ ./dev test --yes"
rc=0
said=$(as_dana 'sg docker -c "./dev test --yes"' 2>&1) || rc=$?
grep -vE '^ +(Start +[0-9]+:|[0-9]+/[0-9]+ Test .* Passed)' <<<"$said" | tail -n 400 | sed 's/^/  | /'
[[ $rc == 0 ]] || fail "./dev test ended with $rc"
[[ ${said##*$'\n'} =~ ^[1-9][0-9]*\ passed,\ 0\ failed ]] || fail 'its last line does not count'
echo 'ok: both commands'
