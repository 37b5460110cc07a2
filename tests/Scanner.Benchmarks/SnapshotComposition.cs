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
        // As the worker does: of a namespace of which nothing changed the next snapshot has the same object.
        var namespaces = names.Select(n => Namespace(n, n[^1] % 2 == 0 ? Verdict.Unprotected : Verdict.Sanitized)).ToArray();
        var composition = Composition.Of(Parts(namespaces, index));
        Measure("from scratch", 5, _ => composition = Composition.Of(Parts(namespaces, index)));
        Console.WriteLine($"  {composition.Result.Findings.Length} findings, {composition.Result.Exposures.Sum(e => e.Subjects.Length)} exposures");
        Measure("nothing changed", Changes, _ => composition = composition.Next(Parts(namespaces, index)));
        Measure("one verdict changed", Changes, i =>
        {
            var at = i * 97 % Namespaces;
            namespaces[at] = Namespace(names[at], namespaces[at].Posture.Verdict == Verdict.Sanitized ? Verdict.Unprotected : Verdict.Sanitized);
            composition = composition.Next(Parts(namespaces, index));
        });
        Measure("one binding of a namespace changed", Changes, i =>
        {
            var binding = input.Bindings[(i * 190) + 3];
            index.SetBinding(binding with { Subjects = binding.Subjects.Add(Subject.User($"new-{i}")) });
            composition = composition.Next(Parts(namespaces, index));
        });
        foreach (var role in new[] { "debug", "edit", "develop" })
        {
            foreach (var ns in names)
                index.SetBinding(Everywhere(ns, role));
            composition = composition.Next(Parts(namespaces, index));
            Measure($"one of {Namespaces} bindings of one group to {role} went or came", Changes, i =>
            {
                var binding = Everywhere(names[(i + 1) / 2 * 97 % Namespaces], role);
                if (i % 2 == 1)
                    index.RemoveBinding(binding.Name);
                else
                    index.SetBinding(binding);
                composition = composition.Next(Parts(namespaces, index));
            });
            Measure("  an account of a namespace got the right or lost it", Changes, i =>
            {
                var ns = names[(i + 1) / 2 * 89 % Namespaces];
                var binding = new BindingFacts(new ObjectName(ns, "of-account"), new RoleReference(true, "debug"), [Subject.ServiceAccount(ns, "robot")]);
                if (i % 2 == 1)
                    index.SetBinding(binding);
                else
                    index.RemoveBinding(binding.Name);
                composition = composition.Next(Parts(namespaces, index));
            });
            foreach (var ns in names)
                index.RemoveBinding(Everywhere(ns, role).Name);
        }
    }

    private static BindingFacts Everywhere(string ns, string role) =>
        new(new ObjectName(ns, "everywhere"), new RoleReference(true, role), [Subject.Group("everywhere")]);

    private static ScanParts Parts(NamespaceParts[] namespaces, RbacIndex index) => new()
    {
        Cluster = new ClusterReference("", null, null),
        StartedAt = default,
        Now = default,
        Namespaces = [.. namespaces],
        Rbac = index.Posture(),
    };

    private static NamespaceParts Namespace(string name, Verdict verdict) =>
        new(new NamespacePosture { Name = name, Verdict = verdict, Targets = [new TargetPosture("web", "Pod/web", verdict, [])] }, []);

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
