#!/usr/bin/env bash
# Publishes the scanner as one native file: ./publish.sh [RID], by default for this machine (linux-x64 or linux-arm64).
# The program goes to artifacts/RID/, with its checksum in SHA256SUMS, what it is made of in scanner.cdx.json (CycloneDX), and the name by which
# kubectl calls it as a plugin; its symbols go to artifacts/RID.symbols/.
# One line says how much of the list of functions that are laid side by side (docs/performance.md) is still in the program.
# Exit codes: 0 published, 1 failed, 2 wrong usage, 3 a Debian package is missing.
set -euo pipefail
cd "$(dirname "$0")"

limit=31000000
# Functions that a scan or a worker calls, by which the native compiler orders its code, and how many percent of them must be in the program.
called=src/Scanner/Footprint/called-functions.txt least=70
case $(uname -sm) in
  "Linux x86_64") here=linux-x64 ;;
  "Linux aarch64") here=linux-arm64 ;;
  *) echo "publish.sh: a native program is linked on Linux, x86_64 or aarch64; this is $(uname -sm)" >&2; exit 2 ;;
esac
rid=${1:-$here}
[ "$rid" = "$here" ] || { echo "publish.sh: $rid cannot be linked here; run this on a machine of that kind, or give $here" >&2; exit 2; }

# clang links, zlib is linked in; clang's package brings the C library and binutils with it.
missing=()
command -v clang > /dev/null || missing+=(clang)
[ -e /usr/include/zlib.h ] || missing+=(zlib1g-dev)
[ ${#missing[@]} -eq 0 ] || { echo "publish.sh: missing Debian packages: apt-get install ${missing[*]}" >&2; exit 3; }

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
out=artifacts/$rid symbols=artifacts/$rid.symbols
rm -rf "$out" "$symbols"
mkdir -p "$symbols"
# Intermediate files of its own, so that a build for no runtime stays up to date; the analyzers have had their say in that one.
# As a build of CI: no path of this machine is in the file, which is the same wherever a commit is published with one SDK and one clang.
dotnet publish src/Scanner --configuration Release --runtime "$rid" --artifacts-path artifacts/obj --output "$out" --verbosity quiet \
  -p:RunAnalyzers=false -p:ContinuousIntegrationBuild=true
mv "$out"/*.dbg "$out"/*.pdb "$symbols"
# kubectl ephemeral-scan …, where this name is on PATH.
ln -s scanner "$out/kubectl-ephemeral_scan"

# bill_of_materials: the packages whose assemblies the native compiler was given, as CycloneDX 1.6 (https://cyclonedx.org/docs/1.6/json/).
# Neither time nor serial number, so that it is the same for the same program.
bill_of_materials() {
  local version separator="" packages=${NUGET_PACKAGES:-$HOME/.nuget/packages} package name
  version=$(sed -n 's/.*<Version>\(.*\)<\/Version>.*/\1/p' Directory.Build.props)
  printf '{\n  "bomFormat": "CycloneDX",\n  "specVersion": "1.6",\n  "version": 1,\n'
  printf '  "metadata": {"component": {"type": "application", "bom-ref": "scanner", "name": "scanner", "version": "%s",\n' "$version"
  printf '    "licenses": [{"license": {"id": "Apache-2.0"}}], "hashes": [{"alg": "SHA-256", "content": "%s"}]}},\n' "$(sha256sum "$out/scanner" | cut -d' ' -f1)"
  printf '  "components": ['
  for package in $(sed -n "s|^-r:$packages/\([^/]*/[^/]*\)/.*|\1|p" artifacts/obj/obj/Scanner/"release_$rid"/native/scanner.ilc.rsp | sort -u); do
    name=${package%/*} version=${package#*/}
    printf '%s\n    {"type": "library", "bom-ref": "pkg:nuget/%s@%s", "purl": "pkg:nuget/%s@%s", "name": "%s", "version": "%s",\n' \
      "$separator" "$name" "$version" "$name" "$version" "$name" "$version"
    printf '      "licenses": [%s], "hashes": [{"alg": "SHA-512", "content": "%s"}]}' \
      "$(sed -n 's/.*<license type="expression">\([A-Za-z0-9.+-]*\)<.*/{"license": {"id": "\1"}}/p' "$packages/$package/$name.nuspec")" \
      "$(base64 -d "$packages/$package/$name.$version.nupkg.sha512" | od -An -v -tx1 | tr -d ' \n')"
    separator=,
  done
  printf '\n  ]\n}\n'
}
bill_of_materials > "$out/scanner.cdx.json"
(cd "$out" && sha256sum scanner scanner.cdx.json > SHA256SUMS)

# A function has the mangled name of the list in the table of symbols, in the section of what the native compiler made.
compiled=$(objdump --syms "$symbols/scanner.dbg" | awk -F '\t' '/ F __managedcode/ { print substr($2, 18) }' | LC_ALL=C sort -u)
listed=$(wc -l < "$called") found=$(LC_ALL=C comm -12 "$called" - <<< "$compiled" | wc -l)
echo "$found of $listed functions in $called are in the program"
[ $((found * 100)) -ge $((listed * least)) ] || { echo "publish.sh: fewer than $least %; docs/performance.md says how to write $called anew" >&2; exit 1; }

size=$(stat -c %s "$out/scanner")
echo "$out/scanner: $((size / 1000000)).$((size / 100000 % 10)) MB"
[ "$size" -le $limit ] || { echo "publish.sh: the limit is $((limit / 1000000)) MB" >&2; exit 1; }
