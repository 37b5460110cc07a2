using System.Collections.Immutable;
using Scanner.Core.Admission.Verdicts;
using Scanner.Core.Cluster;
using Scanner.Core.Posture.Composing;
using Scanner.Core.Rbac.Exposures;
using Scanner.Core.Rbac.Facts;
using Scanner.Core.Rbac.Index;

namespace Scanner.Benchmarks;

/// <summary>What a snapshot of a large cluster costs: composed from scratch, after one verdict changed, after one binding changed.</summary>
internal static class SnapshotComposition
{
    private const int Namespaces = 10_000;
    private const int Bindings = 20_000;
    private const int Changes = 100;

    public static void Run()
    {
        var input = new SyntheticRbac(Bindings, roles: 5_000, accounts: 10_000, Namespaces);
        var index = new RbacIndex();
        foreach (var role in input.Roles)
            index.SetRole(role);
        foreach (var binding in input.Bindings)
            index.SetBinding(binding);
        var names = input.Namespaces.Order(StringComparer.Ordinal).ToList();
        var postures = names.Select(n => Posture(n, n[^1] % 2 == 0 ? Verdict.Unprotected : Verdict.Sanitized)).ToArray();
        var composition = Composition.Of(Parts(postures, index));
        Measure("from scratch", 5, _ => composition = Composition.Of(Parts(postures, index)));
        Console.WriteLine($"  {composition.Result.Findings.Length} findings, {composition.Result.Exposures.Sum(e => e.Subjects.Length)} exposures");
        Measure("nothing changed", Changes, _ => composition = composition.Next(Parts(postures, index)));
        Measure("one verdict changed", Changes, i =>
        {
            var at = i * 97 % Namespaces;
            postures[at] = Posture(names[at], postures[at].Verdict == Verdict.Sanitized ? Verdict.Unprotected : Verdict.Sanitized);
            composition = composition.Next(Parts(postures, index));
        });
        Measure("one binding of a namespace changed", Changes, i =>
        {
            var binding = input.Bindings[(i * 190) + 3];
            index.SetBinding(binding with { Subjects = binding.Subjects.Add(Subject.User($"new-{i}")) });
            composition = composition.Next(Parts(postures, index));
        });
    }

    private static ScanParts Parts(NamespacePosture[] postures, RbacIndex index) => new()
    {
        Cluster = new ClusterReference("", null, null),
        StartedAt = default,
        Now = default,
        // Each snapshot of the worker makes these anew.
        Namespaces = [.. postures.Select(p => new NamespaceParts(p with { JudgedAt = null }, ImmutableArray<EphemeralContainerRecord>.Empty))],
        Rbac = index.Posture(),
    };

    private static NamespacePosture Posture(string name, Verdict verdict) =>
        new() { Name = name, Verdict = verdict, Targets = [new TargetPosture("web", "Pod/web", verdict, [])] };

    private static void Measure(string what, int times, Action<int> change)
    {
        change(0);
        var allocated = GC.GetTotalAllocatedBytes(precise: true);
        var clock = Environment.CpuUsage.TotalTime;
        for (var i = 1; i <= times; i++)
            change(i);
        var (each, bytes) = ((Environment.CpuUsage.TotalTime - clock) / times, (GC.GetTotalAllocatedBytes(precise: true) - allocated) / times);
        Console.WriteLine($"{what}: {each.TotalMilliseconds:0.00} ms of CPU, {bytes / 1e6:0.00} MB allocated");
    }
}
