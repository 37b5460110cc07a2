#!/usr/bin/env bash
# A chart can read its own files only: copies dashboards and alerts into it. A test holds them equal.
set -euo pipefail
cd "$(dirname "$0")/.."
files=charts/ephemeral-scanner/files
mkdir -p $files/dashboards
cp dashboards/*.json $files/dashboards/
cp dashboards/alerts/ephemeral-scanner.rules.yaml $files/
