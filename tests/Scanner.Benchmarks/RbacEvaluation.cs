using System.Diagnostics;
using Scanner.ApiServer.Answers;
using Scanner.ApiServer.Connections.Kubeconfigs;
using Scanner.ApiServer.Reviews;
using Scanner.Core.Admission.Answers;
using Scanner.Core.Admission.Verdicts;
using Scanner.Core.Cluster;
using Scanner.Core.Posture.Composing;
using Scanner.Core.Rbac.Exposures;
using Scanner.Core.Rbac.Facts;
using Scanner.Core.Rbac.Index;
using Scanner.Sessions;

namespace Scanner.Benchmarks;

/// <summary>Who can add ephemeral containers in a large cluster: from scratch, after one change, and by asking the server about everybody everywhere.</summary>
internal static class RbacEvaluation
{
    private const int Bindings = 20_000;
    private const int Roles = 5_000;
    private const int Accounts = 10_000;
    private const int Namespaces = 1_000;
    private const int Reviews = 2_000;
    private const int AtOnce = 8;

    /// <param name="kubeconfig">Of the server that answers access reviews; null leaves them out.</param>
    public static async Task RunAsync(string? kubeconfig, CancellationToken cancellationToken)
    {
        var input = new SyntheticRbac(Bindings, Roles, Accounts, Namespaces);
        // Once for the compiler.
        Evaluate(input);
        var before = GC.GetTotalAllocatedBytes(precise: true);
        var clock = Stopwatch.StartNew();
        var (index, posture) = Evaluate(input);
        var scratch = clock.Elapsed;
        var allocated = GC.GetTotalAllocatedBytes(precise: true) - before;
        Console.WriteLine($"{Bindings} bindings, {Roles} roles, {Accounts} service accounts from scratch: {scratch.TotalMilliseconds:0} ms, {allocated / 1e6:0.0} MB allocated");
        Console.WriteLine($"  {posture.Subjects.Count} subjects with the right, {posture.Escalations.Count} one step away, {index.Evaluations} subjects evaluated");
        Change(input, index, scratch);
        Join(input, posture);
        if (kubeconfig is not null)
            await AskAsync(kubeconfig, input, posture, scratch, cancellationToken);
    }

    private static (RbacIndex Index, RbacPosture Posture) Evaluate(SyntheticRbac input)
    {
        var index = new RbacIndex();
        foreach (var role in input.Roles)
            index.SetRole(role);
        foreach (var binding in input.Bindings)
            index.SetBinding(binding);
        foreach (var account in input.Accounts)
            index.SetServiceAccount(account);
        index.Know(roles: true, bindings: true, serviceAccounts: true);
        return (index, index.Posture());
    }

    private static void Change(SyntheticRbac input, RbacIndex index, TimeSpan scratch)
    {
        const int changes = 200;
        var evaluations = index.Evaluations;
        var clock = Stopwatch.StartNew();
        for (var i = 0; i < changes; i++)
        {
            var binding = input.Bindings[i * 97 + 3];
            index.SetBinding(binding with { Subjects = binding.Subjects.Add(Subject.User($"new-{i}")) });
            index.Posture();
        }

        var one = clock.Elapsed / changes;
        Console.WriteLine($"one binding changed: {one.TotalMilliseconds:0.00} ms, {(index.Evaluations - evaluations) / (double)changes:0.0} subjects evaluated; 1 : {scratch / one:0} of from scratch");
    }

    private static void Join(SyntheticRbac input, RbacPosture posture)
    {
        var clock = Stopwatch.StartNew();
        var namespaces = input.Namespaces.Select(n => new NamespacePosture { Name = n, Verdict = Verdict.Unknown, UnknownBecause = UnknownReason.NoPods });
        var parts = new ScanParts
        {
            Cluster = new ClusterReference("", null, null),
            StartedAt = default,
            Now = default,
            Namespaces = [.. namespaces.Select(n => new NamespaceParts(n, []))],
            Rbac = posture,
        };
        var result = Composition.Of(parts).Result;
        Console.WriteLine(
            $"joined with {result.Namespaces.Length} namespaces: {result.Exposures.Sum(e => e.Subjects.Length)} exposures, {result.Findings.Length} findings in {clock.Elapsed.TotalMilliseconds:0} ms");
    }

    private static async Task AskAsync(string kubeconfig, SyntheticRbac input, RbacPosture posture, TimeSpan scratch, CancellationToken cancellationToken)
    {
        var settings = new ConnectionSettings(new ConnectionOptions { Kubeconfig = kubeconfig }, 100_000);
        using var session = await new KubeconfigConnector(TimeProvider.System).ConnectAsync(settings, cancellationToken);
        var subjects = input.Bindings.SelectMany(b => b.Subjects).Distinct().ToList();
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken };
        var clock = Stopwatch.StartNew();
        await Parallel.ForAsync(0, Reviews, parallel, async (i, token) =>
        {
            var subject = subjects[i % subjects.Count];
            var group = subject.Kind == SubjectKind.Group ? subject.Name : null;
            var review = new AccessReview(subject.UserName, group, "patch", "", "pods", "ephemeralcontainers", input.Namespaces[i % Namespaces], "");
            if (await session.Client.AccessReviews.ReviewAsync(review, token) is not ApiAnswer<AccessDecision>.Ok)
                throw new InvalidOperationException("an access review was refused");
        });
        var each = clock.Elapsed / Reviews;
        // Both verbs, every subject, every namespace.
        var all = 2.0 * subjects.Count * Namespaces;
        Console.WriteLine($"access reviews: {Reviews} in {clock.Elapsed.TotalSeconds:0.0} s, {AtOnce} at once; for {subjects.Count} subjects x {Namespaces} namespaces x 2 verbs {all / 1e6:0.0} million, by that rate {(each * all).TotalHours:0.0} h");
        Console.WriteLine($"ratio: 1 : {each * all / scratch:0} (and {posture.Subjects.Count} of the subjects have the right at all)");
    }
}
