#!/usr/bin/env bash
# Installs from Debian's packages what a stage of the work needs, and only
# what is missing; a second run asks for nothing and takes a moment.
#
#   scripts/setup.sh STAGE…      stages: build desktop browser mta bench dist wine (or: all)
set -euo pipefail

# The C compiler and the headers that the windows (Fyne, OpenGL) are built with;
# for the unit tests a bus of their own, another language's mail parser, and
# networks of their own.
build=(gcc libc6-dev make pkg-config libgl1-mesa-dev xorg-dev libwayland-dev libxkbcommon-dev
	dbus-daemon python3 iproute2)
# A desktop without a screen: X server, window manager, panel, session bus,
# a hand on mouse and keyboard, OpenGL in software, a font with accents. The
# same for Wayland: compositor, terminal, and the desktop portal (the GTK back
# end is its question to the user, without which it takes no pictures).
desktop=(xvfb openbox xfce4-panel dbus dbus-bin dbus-daemon xdotool x11-xkb-utils x11-xserver-utils
	xclip xdg-utils libglib2.0-bin shared-mime-info libgl1-mesa-dri fonts-dejavu-core adwaita-icon-theme
	sway swaybg grim foot pipewire xdg-desktop-portal xdg-desktop-portal-wlr xdg-desktop-portal-gtk)
# The browser in which the form is tried without a screen, and its hand.
browser=(chromium chromium-driver)
# Real mail servers, for sending and for reading, started by the tests as
# private instances on loopback, and another language to read the mails.
mta=(postfix dovecot-imapd python3)
# The programs that ours is measured against.
bench=(time scrot maim optipng flameshot ksnip msmtp)
# The compiler for Windows, the MSI's makers, and the signer of programs.
dist=(gcc-mingw-w64-x86-64 wixl msitools osslsigncode)
# Windows' programs on this machine.
wine=(wine wine64 xvfb xdotool x11-xkb-utils libgl1-mesa-dri fonts-dejavu-core)

usage() {
	echo "usage: scripts/setup.sh build|desktop|browser|mta|bench|dist|wine|all …" >&2
	exit 2
}

wanted=()
for stage in "$@"; do
	case $stage in
	build) wanted+=("${build[@]}") ;;
	desktop) wanted+=("${desktop[@]}") ;;
	browser) wanted+=("${browser[@]}") ;;
	mta) wanted+=("${mta[@]}") ;;
	bench) wanted+=("${bench[@]}") ;;
	dist) wanted+=("${dist[@]}") ;;
	wine) wanted+=("${wine[@]}") ;;
	all) wanted+=("${build[@]}" "${desktop[@]}" "${browser[@]}" "${mta[@]}" "${bench[@]}" "${dist[@]}" "${wine[@]}") ;;
	*) usage ;;
	esac
done
[ ${#wanted[@]} -gt 0 ] || usage

if ! command -v go >/dev/null; then
	echo "setup: Go is missing; install Go $(sed -n 's/^go //p' "$(dirname "$0")/../go.mod") or later and put it on the PATH" >&2
	exit 1
fi
if ! command -v dpkg-query >/dev/null; then
	echo "setup: this is not a Debian system; install the counterparts of: ${wanted[*]}" >&2
	exit 1
fi

installed() { [ "$(dpkg-query -W -f '${db:Status-Status}\n' "$1" 2>/dev/null | head -n 1)" = installed ]; }

missing=()
for package in "${wanted[@]}"; do
	installed "$package" || missing+=("$package")
done
[ ${#missing[@]} -gt 0 ] || exit 0

root=()
if [ "$(id -u)" -ne 0 ]; then
	if ! command -v sudo >/dev/null; then
		echo "setup: run as root: apt-get install ${missing[*]}" >&2
		exit 1
	fi
	root=(sudo)
fi

# Packages that bring a service must not start it on this machine: the tests
# start their own, on loopback. policy-rc.d is Debian's way to say so.
policy=/usr/sbin/policy-rc.d
if [ ! -e $policy ]; then
	trap '"${root[@]}" rm -f $policy' EXIT
	printf '#!/bin/sh\nexit 101\n' | "${root[@]}" tee $policy >/dev/null
	"${root[@]}" chmod 755 $policy
fi

install() {
	# --no-remove: never replace a mail server that somebody has set up here.
	"${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -q \
		--no-install-recommends --no-remove "${missing[@]}" </dev/null
}

case " ${missing[*]} " in *" postfix "*)
	echo 'postfix postfix/main_mailer_type select No configuration' |
		"${root[@]}" debconf-set-selections
	;;
esac

echo "setup: installing ${missing[*]}"
if ! { apt-cache show "${missing[@]}" >/dev/null 2>&1 && install >/dev/null 2>&1; }; then
	"${root[@]}" apt-get update -q </dev/null
	install
fi
