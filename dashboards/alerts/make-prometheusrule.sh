#!/usr/bin/env bash
# Makes the PrometheusRule of the rules file: the same groups, as an object that Prometheus' operator reads.
set -euo pipefail
cd "$(dirname "$0")"
{
  echo "# Made of ephemeral-scanner.rules.yaml by make-prometheusrule.sh; change that one."
  echo "apiVersion: monitoring.coreos.com/v1"
  echo "kind: PrometheusRule"
  echo "metadata:"
  echo "  name: ephemeral-scanner"
  echo "  labels:"
  echo "    app.kubernetes.io/name: ephemeral-scanner"
  echo "spec:"
  sed -n '/^groups:/,$p' ephemeral-scanner.rules.yaml | sed 's/^\(.\)/  \1/'
} > ephemeral-scanner.prometheusrule.yaml
