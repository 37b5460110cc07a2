#!/usr/bin/env bash
# A chart can read its own files only: copies dashboards and alerts into it. With helm on PATH, renders the chart with its defaults into deploy/
# too. Tests hold all of them equal.
set -euo pipefail
cd "$(dirname "$0")/.."
files=charts/ephemeral-scanner/files
mkdir -p $files/dashboards
cp dashboards/*.json $files/dashboards/
cp dashboards/alerts/ephemeral-scanner.rules.yaml $files/
if command -v helm > /dev/null; then
  helm template ephemeral-scanner charts/ephemeral-scanner -n ephemeral-scanner --kube-version 1.36.0 --no-hooks --skip-tests > deploy/ephemeral-scanner.yaml
else
  echo "charts/update.sh: helm is not on PATH, so deploy/ephemeral-scanner.yaml stays as it is" >&2
fi
