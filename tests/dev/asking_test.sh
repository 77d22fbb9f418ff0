#!/usr/bin/env bash
# What ./dev changes on a machine, and that it asks before.
# shellcheck source=tests/dev/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

it 'touches nothing where everything is there, and asks nothing'
new_machine
with_engine
dev run
ends_with 0
changed_nothing
not_called apt-cache
not_called lab-build
silent_on 'changes your machine'
called 'brokerdeckctl -f .*/resources/stacks/zookeeper/compose.yaml up'
called 'brokerdeckctl .* timeline'
says 'neither DISPLAY nor WAYLAND_DISPLAY is set'

it 'names a missing package and changes nothing when it cannot ask'
new_machine
with_engine
without_package ninja-build
dev run
ends_with 3
says 'ninja-build'
says 'Nothing was changed'
says './dev run --yes'
changed_nothing
not_called cmake

it 'installs only what is missing after --yes'
new_machine
with_engine
without_package ninja-build
without_package kcat
dev run --yes
ends_with 0
called 'apt-get .*update'
called 'apt-get .*install .*--no-remove.* ninja-build$'
not_called 'apt-get .*kcat'

it 'does not ask where CI is set'
new_machine
with_engine
without_package ninja-build
ENVIRONMENT=(CI=true)
dev build
ends_with 0
called 'apt-get .*install .* ninja-build$'

it 'leaves everything alone after a no at the terminal'
new_machine
with_engine
without_package ninja-build
dev_with_answer n run --terminal
ends_with 3
says 'Go on? [y/N]'
changed_nothing

it 'goes on after a yes at the terminal'
new_machine
with_engine
without_package ninja-build
dev_with_answer y run --terminal
ends_with 0
called 'apt-get .*install .* ninja-build$'
called 'brokerdeckctl .* up'

it 'takes either of two packages'
new_machine
with_engine
without_package qt6-svg-dev
without_package libqt6svg6-dev
echo libqt6svg6-dev >>"$SB/installed"
dev build
ends_with 0
changed_nothing

it 'installs the alternative that the distribution has'
new_machine
with_engine
without_package qt6-svg-dev
without_package libqt6svg6-dev
echo qt6-svg-dev >"$SB/unknown"
dev build --yes
ends_with 0
called 'apt-get .*install .* libqt6svg6-dev$'

it 'does not need a package for what build does not use'
new_machine
with_engine
for name in xvfb kcat fonts-inter; do without_package $name; done
dev build
ends_with 0
changed_nothing

if ((EUID == 0)); then
    it 'says so where there is neither root nor sudo'
    new_machine
    with_engine
    without_package ninja-build
    rm "$SB/bin/sudo"
    chmod -R a+rwX "$SB"
    AS=(setpriv --reuid 65534 --regid 65534 --clear-groups)
    dev run --yes
    ends_with 3
    says 'needs root'
    says 'ninja-build'
    changed_nothing

    it 'offers the group docker to who may not talk to the engine, and names what that means'
    new_machine
    with_engine
    : >"$SB/denied"
    chmod -R a+rwX "$SB"
    AS=(setpriv --reuid 65534 --regid 65534 --clear-groups)
    dev run
    ends_with 3
    says 'usermod -aG docker'
    says 'whatever root may'
    changed_nothing
    dev run --yes
    ends_with 0
    called 'usermod -aG docker nobody'
    called 'sg docker'
    called 'brokerdeckctl .* up'
fi

it 'opens the panel where there is a display'
new_machine
with_engine
ENVIRONMENT=(DISPLAY=somewhere:0)
dev run
ends_with 0
called 'brokerdeck --file .*/resources/stacks/zookeeper/compose.yaml'
not_called brokerdeckctl

it 'works in the terminal where the display is none, and says why'
new_machine
with_engine
ENVIRONMENT=(DISPLAY=:4711)
dev run
ends_with 0
called 'brokerdeckctl .* up'
says 'DISPLAY is :4711, but no X server is there'

it 'works in the terminal where asked to'
new_machine
with_engine
ENVIRONMENT=(DISPLAY=somewhere:0)
dev run --terminal
called 'brokerdeckctl .* up'
says 'as you asked'

it 'hands on what brokerdeckctl up ended with, and prints the timeline all the same'
new_machine
with_engine
echo 4 >"$SB/brokerdeckctl.rc"
dev run
ends_with 4
called 'brokerdeckctl .* timeline'

it 'knows no other verb, and says where help is'
new_machine
dev rnu
ends_with 2
says './dev help'

finish
