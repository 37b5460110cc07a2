using System.Collections.Immutable;
using Prometheus;
using Scanner.Core.Admission.Verdicts;
using Scanner.Core.Cluster;
using Scanner.Core.Posture;
using Scanner.Core.Posture.Composing;
using Scanner.Core.Rbac.Index;
using Scanner.Publishing;
using Scanner.Publishing.Metrics;

namespace Scanner.Benchmarks;

/// <summary>What a scrape costs of a worker that knows 10,000 namespaces: the first one, and those after nothing, little or everything changed.</summary>
internal sealed class MetricsCost : IWorkerFigures
{
    private const int Namespaces = 10_000;
    private const int Bindings = 20_000;
    private const int Scrapes = 50;

    private readonly RbacIndex _index = new();
    private readonly NamespacePosture[] _postures;
    private Composition _composition;
    private long _number = 1;

    private MetricsCost()
    {
        var input = new SyntheticRbac(Bindings, roles: 5_000, accounts: 10_000, Namespaces);
        foreach (var role in input.Roles)
            _index.SetRole(role);
        foreach (var binding in input.Bindings)
            _index.SetBinding(binding);
        _postures = [.. input.Namespaces.Order(StringComparer.Ordinal).Select((n, i) => Posture(n, i % 2 == 0 ? Verdict.Unprotected : Verdict.Protected))];
        _composition = Composition.Of(Parts());
    }

    public bool Leads => true;

    public PostureSnapshot? Snapshot => new(_number, default, _composition.Result, FullScanState.None);

    public IEnumerable<KeyValuePair<LabelValues, long>> Requests => [];

    public IEnumerable<KeyValuePair<LabelValues, long>> WatchRestarts => [];

    public IReadOnlyDictionary<LabelValues, int> CachedObjects => ImmutableDictionary<LabelValues, int>.Empty;

    public static async Task RunAsync(CancellationToken cancellationToken)
    {
        var worker = new MetricsCost();
        using var metrics = new ScannerMetrics(new CollectorRegistry());
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var text = await metrics.ExposeAsync(worker, ExpositionFormat.PrometheusText, packed: false, cancellationToken);
        var held = GC.GetTotalMemory(forceFullCollection: true) - before;
        var series = System.Text.Encoding.UTF8.GetString(text.Span).Split('\n').Count(l => l.Length > 0 && l[0] != '#');
        Console.WriteLine($"{series} series, {text.Length / 1e6:0.00} MB, packed {Gzip.Pack(text).Length / 1e6:0.00} MB; {held / 1e6:0.0} MB held");
        foreach (var packed in new[] { false, true })
        {
            await MeasureAsync("nothing changed", 0);
            await MeasureAsync("100 namespaces changed", 100);
            await MeasureAsync("every namespace was asked again", Namespaces);

            async Task MeasureAsync(string what, int changes)
            {
                var spent = TimeSpan.Zero;
                for (var i = 0; i < Scrapes; i++)
                {
                    worker.Change(changes, i);
                    var clock = Environment.CpuUsage.TotalTime;
                    await metrics.ExposeAsync(worker, ExpositionFormat.PrometheusText, packed, cancellationToken);
                    spent += Environment.CpuUsage.TotalTime - clock;
                }

                Console.WriteLine($"{what}{(packed ? ", packed" : "")}: {spent.TotalMilliseconds / Scrapes:0.0} ms of CPU");
            }
        }
    }

    private void Change(int count, int round)
    {
        if (count == 0)
            return;
        for (var i = 0; i < count; i++)
        {
            var at = (i * 97 + round) % Namespaces;
            _postures[at] = _postures[at] with { JudgedAt = DateTimeOffset.UnixEpoch.AddSeconds(round) };
            if (count < Namespaces)
                _postures[at] = _postures[at] with { Verdict = _postures[at].Verdict == Verdict.Protected ? Verdict.Unprotected : Verdict.Protected };
        }

        _composition = _composition.Next(Parts());
        _number++;
    }

    private ScanParts Parts() => new()
    {
        Cluster = new ClusterReference("", null, null),
        StartedAt = default,
        Now = default,
        Namespaces = [.. _postures.Select(p => new NamespaceParts(p, ImmutableArray<EphemeralContainerRecord>.Empty))],
        Rbac = _index.Posture(),
    };

    private static NamespacePosture Posture(string name, Verdict verdict) =>
        new() { Name = name, Verdict = verdict, Targets = [new TargetPosture("web", "Pod/web", Verdict.Unprotected, [])] };
}
