# A root file system with nothing but the distribution's essentials, from the machine's own mirror.
# shellcheck shell=bash

# Prints the path of its archive, made at most once a week; 77 where it cannot be made.
clean_root() {
    local here=$1 suite mirror archive work
    HERE=$here
    # shellcheck source=cmake/dev.d/say.sh
    . "$here/cmake/dev.d/say.sh"
    # shellcheck source=cmake/dev.d/machine.sh
    . "$here/cmake/dev.d/machine.sh"
    # shellcheck source=cmake/dev.d/engine.sh
    . "$here/cmake/dev.d/engine.sh"
    ((EUID == 0)) || { echo 'needs root' >&2; return 77; }
    command -v debootstrap >/dev/null || { echo 'debootstrap is not installed' >&2; return 77; }
    suite=$(os_field VERSION_CODENAME)
    mirror=$(debian_mirror)
    [[ -n $mirror ]] || { echo "no Debian mirror is known here" >&2; return 77; }
    # the tests' own XDG_CACHE_HOME goes away with them
    archive=${BROKERDECK_ROOT_CACHE:-$HOME/.cache/brokerdeck}/root-$suite.tar
    if [[ -z $(find "$archive" -mtime -7 2>/dev/null) ]]; then
        mkdir -p "${archive%/*}"
        work=$(mktemp -d "${archive%/*}/root.XXXXXX")
        echo "making a clean $suite…" >&2
        if ! debootstrap --variant=minbase "$suite" "$work/root" "$mirror" >"$work/log" 2>&1; then
            tail -n 20 "$work/log" >&2
            rm -rf "$work"
            return 1
        fi
        # deb822, as a newly installed Debian has it, with the updates beside it
        rm -f "$work/root/etc/apt/sources.list" "$work"/root/var/cache/apt/archives/*.deb
        printf 'Types: deb\nURIs: %s\nSuites: %s %s-updates\nComponents: main\nSigned-By: /usr/share/keyrings/debian-archive-keyring.gpg\n' \
            "$mirror" "$suite" "$suite" >"$work/root/etc/apt/sources.list.d/debian.sources"
        tar -C "$work/root" --numeric-owner -cf "$work/root.tar" .
        mv "$work/root.tar" "$archive"
        rm -rf "$work"
    fi
    printf '%s\n' "$archive"
}
