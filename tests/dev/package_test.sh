#!/usr/bin/env bash
# The Debian package on a clean system: installs, both programs start, and nothing stays of it.
set -euo pipefail
TREE=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd -P)

if [[ ${1:-} == --inside ]]; then
    # in namespaces of its own: nothing that is mounted here is seen outside
    root=$2
    mount --make-rprivate /
    mount -t proc proc "$root/proc"
    mount --bind /dev "$root/dev"
    trap 'umount -l "$root/dev" "$root/proc"' EXIT
    exec </dev/null
    in_root() { chroot "$root" /usr/bin/env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LC_ALL=C.UTF-8 DEBIAN_FRONTEND=noninteractive "$@"; }
    fail() {
        echo "not ok: $*"
        exit 1
    }
    every_file() { (cd "$root" && find . -xdev \( -path ./var/lib/dpkg -o -path ./var/lib/apt -o -path ./var/cache -o -path ./var/log -o -path ./tmp \
        -o -path ./proc -o -path ./dev -o -path ./run -o -path ./etc/ld.so.cache \) -prune -o -print | sort); }

    in_root apt-get -q -o Acquire::Retries=3 update >"$root/tmp/log" 2>&1 || { cat "$root/tmp/log"; fail 'apt-get update'; }
    # what its dependencies leave behind is theirs: they are there before the first look
    in_root apt-get -q -y -o Acquire::Retries=3 install --no-install-recommends /tmp/brokerdeck.deb >"$root/tmp/log" 2>&1 || { cat "$root/tmp/log"; fail 'it does not install'; }
    in_root dpkg --purge brokerdeck >>"$root/tmp/log" 2>&1
    every_file >"$root/tmp/before"
    in_root dpkg -i /tmp/brokerdeck.deb >>"$root/tmp/log" 2>&1 || { cat "$root/tmp/log"; fail 'it does not install again'; }

    for program in brokerdeckctl brokerdeck; do
        said=$(in_root env QT_QPA_PLATFORM=offscreen timeout 20 "$program" --version 2>&1) || fail "$program --version: $said"
        grep -qE '[0-9]+\.[0-9]+' <<<"$said" || fail "$program --version says «$said»"
    done
    # every library that the programs want is there, without the machine that built them
    for program in brokerdeck brokerdeckctl; do
        if in_root ldd "/usr/bin/$program" | grep 'not found'; then fail "$program lacks a library"; fi
    done
    for file in usr/share/applications/brokerdeck.desktop usr/share/icons/hicolor/scalable/apps/brokerdeck.svg \
        usr/share/man/man1/brokerdeck.1.gz usr/share/man/man1/brokerdeckctl.1.gz \
        usr/share/bash-completion/completions/brokerdeckctl usr/share/metainfo/org.brokerdeck.brokerdeck.metainfo.xml \
        usr/share/brokerdeck/stacks/zookeeper/compose.yaml usr/share/brokerdeck/stacks/zookeeper/.env; do
        [[ -s $root/$file ]] || fail "$file is not installed"
    done
    # the terminal's completion knows the verbs
    in_root bash -c '. /usr/share/bash-completion/completions/brokerdeckctl
        COMP_WORDS=(brokerdeckctl st) COMP_CWORD=1; _brokerdeckctl; echo "${COMPREPLY[*]}"' | grep -qx 'status stop' || fail 'completion'

    in_root dpkg --purge brokerdeck >>"$root/tmp/log" 2>&1 || { cat "$root/tmp/log"; fail 'it does not go away'; }
    every_file >"$root/tmp/after"
    diff "$root/tmp/before" "$root/tmp/after" || fail 'something stays, or is gone'
    echo 'ok: installed, started, removed; nothing stayed'
    exit 0
fi

# shellcheck source=tests/dev/cleanroot.sh
. "$TREE/tests/dev/cleanroot.sh"
archive=$(clean_root "$TREE") || exit $?
deb=${BROKERDECK_DEB:-}
if [[ -z $deb ]]; then
    deb=$(find "$TREE/build/package" -name 'brokerdeck_*.deb' 2>/dev/null | head -n 1)
fi
if [[ -z $deb ]]; then
    "$TREE/dev" package --yes </dev/null
    deb=$(find "$TREE/build/package" -name 'brokerdeck_*.deb' | head -n 1)
fi
work=$(mktemp -d)
trap 'rm -rf --one-file-system "$work"' EXIT
mkdir "$work/root"
tar -C "$work/root" --numeric-owner -xf "$archive"
cp /etc/resolv.conf "$work/root/etc/resolv.conf"
cp "$deb" "$work/root/tmp/brokerdeck.deb"
unshare --mount --pid --fork --propagation private bash "${BASH_SOURCE[0]}" --inside "$work/root"
