#!/usr/bin/env bash
# Restores, builds and runs every test; needs only the .NET 10 SDK. Extra arguments go to `dotnet test`.
# Tests against a real API server run when KUBEBUILDER_ASSETS (default /usr/local/kubebuilder/bin) holds kube-apiserver and etcd.
set -uo pipefail
cd "$(dirname "$0")"

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
dotnet restore Scanner.sln --locked-mode --verbosity quiet || exit 1
dotnet build Scanner.sln --no-restore --configuration Release --verbosity quiet || exit 1

results=$(mktemp -d)
trap 'rm -rf "$results"' EXIT
status=0
for project in tests/*Tests/*.csproj; do
  dotnet test "$project" --no-build --configuration Release --verbosity quiet \
    --logger "console;verbosity=normal" --logger "trx;LogFileName=$(basename "$project").trx" --results-directory "$results" "$@" \
    > "$results/log" 2>&1 || status=1
  # Every failure in full, every skip with its reason, and one line a project.
  grep -vE '^\s*(Passed |Test Run|Total tests|A total of|VSTest|Copyright|Starting test|Results File|\[xUnit.net [0-9:.]+\] +(Discover|Start|Finish))' "$results/log" | grep -vE '^\s*$' || true
done

# The counters of every trx file, added up.
read -r passed failed skipped < <(cat "$results"/*.trx 2>/dev/null | grep -oE '<Counters [^>]*>' | awk '
  { match($0, / total="[0-9]+"/);    t += substr($0, RSTART + 8, RLENGTH - 9)
    match($0, / passed="[0-9]+"/);   p += substr($0, RSTART + 9, RLENGTH - 10)
    match($0, / failed="[0-9]+"/);   f += substr($0, RSTART + 9, RLENGTH - 10) }
  END { print p + 0, f + 0, t - p - f + 0 }')
[ "$passed" -gt 0 ] || status=1
[ "$failed" -eq 0 ] || status=1
echo "$passed passed, $failed failed, $skipped skipped"
exit $status
