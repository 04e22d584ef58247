#!/usr/bin/env bash
# Brings axe-core, the checker of accessibility that test/browser runs in the
# page, into build/axe: one file of one release, by npm, held to its sum. A
# second run asks for nothing.
set -euo pipefail
cd "$(dirname "$0")/.."

release=axe-core@4.14.1
sum=1477dafa598d8d065f273d6af302aa203c02e83131707b7fa648cd41bd3d6b734f8c22a0dab86ee6a6f64b8afbe804b214d36db85a2826965edfb3a0b9d546b5
to=build/axe

[ -f "$to/$release" ] && exit 0
command -v npm >/dev/null || {
	echo "axe: npm is missing; install Node.js with npm" >&2
	exit 1
}
mkdir -p "$to"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
(cd "$work" && npm pack --silent --ignore-scripts "$release" >/dev/null)
echo "$sum  $(echo "$work"/*.tgz)" | sha512sum --check --quiet
tar -xzf "$work"/*.tgz -C "$work" package/axe.min.js package/LICENSE
mv "$work"/package/* "$to/"
touch "$to/$release"
