using Prometheus;
using Scanner.Core.Admission.Answers;
using Scanner.Core.Admission.Probes;

namespace Scanner.Publishing.Metrics;

/// <summary>Counts probes and times the answers to them. Thread-safe.</summary>
public sealed class ProbeMetrics
{
    // A probe without webhooks takes milliseconds, the slowest webhook that a server waits for 30 s.
    private static readonly double[] s_buckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

    private readonly Counter _probes;
    private readonly Histogram _duration;

    /// <param name="registry">Where the families are shown.</param>
    public ProbeMetrics(CollectorRegistry registry)
    {
        var families = Prometheus.Metrics.WithCustomRegistry(registry);
        _probes = families.CreateCounter(
            Labels.Prefix + "probe_requests_total", "Probes by profile, and what each one showed.", ["profile", "outcome"]);
        foreach (var profile in Enum.GetValues<ProbeProfile>())
        {
            foreach (var outcome in Enum.GetValues<ProbeOutcome>())
                Of(profile, outcome);
        }

        _duration = families.CreateHistogram(
            Labels.Prefix + "probe_duration_seconds", "How long the API server took for one probe; waits for the rate limit do not count.",
            new HistogramConfiguration { Buckets = s_buckets });
    }

    /// <summary>A probe has been answered, or was given up.</summary>
    public void Ended(ProbeProfile profile, ProbeOutcome outcome) => Of(profile, outcome).Inc();

    /// <summary>The API server has answered one request for a probe, or broken off.</summary>
    public void Took(TimeSpan time) => _duration.Observe(time.TotalSeconds);

    private Counter.Child Of(ProbeProfile profile, ProbeOutcome outcome) => _probes.WithLabels(ProbeProfileNames.Of(profile), outcome.ToString());
}
