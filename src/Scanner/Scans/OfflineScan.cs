using System.Collections.Immutable;
using Scanner.ApiServer.Lists;
using Scanner.Core.Admission.Answers;
using Scanner.Core.Admission.Verdicts;
using Scanner.Core.Cluster;
using Scanner.Core.Findings.Exceptions;
using Scanner.Core.Posture;
using Scanner.Core.Posture.Composing;
using Scanner.Core.Rbac.Facts;
using Scanner.Core.Rbac.Index;
using Scanner.Inventory.Files;
using Scanner.Policies.Engines;
using Scanner.Probing;
using Scanner.Reviews;

namespace Scanner.Scans;

/// <summary>One scan of objects from files: the inventory, RBAC and rules of a scan of a cluster; verdicts are foretold instead of probed.</summary>
internal static class OfflineScan
{
    public static ScanResult Run(OfflineInput input, ScanOptions options, DateTimeOffset startedAt, TimeSpan duration)
    {
        var named = options.Namespaces.IsEmpty ? input.NamespaceNames : input.NamespaceNames.Intersect(options.Namespaces);
        var scope = Selected(named, input, options.NamespaceSelector);
        var known = input.Namespaces.ToDictionary(n => n.Name);
        var pods = input.Pods.ToLookup(p => p.Namespace);
        var policies = new OfflinePolicies(input);
        var parts = Parts(input, startedAt, duration);
        var isWhole = options is { Namespaces.IsEmpty: true, NamespaceSelector: null };
        var reading = policies.Read(scope, isWhole);
        return Composition.Of(parts with
        {
            Errors = [.. parts.Errors, .. Nothing(input, countsPolicies: true), .. Absent(options.Namespaces, named), .. Unselected(named, scope, input, options)],
            Namespaces = [.. scope.Select(name => NamespaceParts.Of(policies.Posture(name, known.GetValueOrDefault(name)), pods[name]))],
            Engines = policies.Engines,
            Outdated = isWhole ? OutdatedVersions.OfEngines(policies.Engines) : [],
            Policies = reading.Policies,
            OpenWebhooks = reading.OpenWebhooks,
            NotRead = policies.NotRead,
            Rbac = options.Rbac ? Rbac(input, options.Namespaces, null) : null,
            NamespacesOnly = options.NamespacesOnly,
            LingerAfter = options.LingerAfter,
            Exceptions = options.Exceptions,
        }).Result;
    }

    /// <summary>Who can add ephemeral containers by the roles and bindings of the input, and nothing else.</summary>
    /// <param name="namespaces">Only rights that hold there; empty for all.</param>
    /// <param name="subject">Only this subject and its groups; null for all.</param>
    public static ScanResult RunRbac(
        OfflineInput input, ImmutableArray<string> namespaces, Subject? subject, ExceptionSet exceptions, DateTimeOffset startedAt, TimeSpan duration) =>
        Composition.Of(WithRbac(Parts(input, startedAt, duration), input, namespaces, subject) with { Exceptions = exceptions }).Result;

    private static ScanParts WithRbac(ScanParts parts, OfflineInput input, ImmutableArray<string> namespaces, Subject? subject) => parts with
    {
        Errors = [.. parts.Errors, .. Nothing(input, countsPolicies: false), .. Absent(namespaces, input.NamespaceNames)],
        Rbac = Rbac(input, namespaces, subject),
    };

    private static ScanParts Parts(OfflineInput input, DateTimeOffset startedAt, TimeSpan duration) => new()
    {
        Cluster = new ClusterReference(string.Join(", ", input.Names), null, null, Offline: true),
        StartedAt = startedAt,
        Now = startedAt,
        Duration = duration,
        Errors = [.. input.Problems.Select(p => new ScanError(ScanStep.Read(p.Place.ToString()), p.Text))],
        NotRead = input.NotRead,
    };

    private static ImmutableSortedSet<string> Selected(ImmutableSortedSet<string> names, OfflineInput input, string? selector)
    {
        if (selector is null)
            return names;
        var requirements = LabelSelectorSyntax.Parse(selector);
        return names.Except(names.Where(n => !input.NamespaceLabels.TryGetValue(n, out var labels) || !requirements.All(r => r.Matches(labels))));
    }

    private static IEnumerable<ScanError> Unselected(ImmutableSortedSet<string> named, ImmutableSortedSet<string> scope, OfflineInput input, ScanOptions options)
    {
        if (options.NamespaceSelector is not { } selector)
            return [];
        if (named.Count > 0 && scope.IsEmpty && options.Namespaces.IsEmpty && named.All(input.NamespaceLabels.ContainsKey))
            return [new ScanError(ScanStep.Find("namespaces"), $"none has the labels {selector}, so nothing was looked at")];
        return named.Except(scope)
            .Where(n => !options.Namespaces.IsEmpty || !input.NamespaceLabels.ContainsKey(n))
            .Select(n => new ScanError(ScanStep.Find($"namespace {n}"), input.NamespaceLabels.ContainsKey(n)
                ? $"there is none of this name with the labels {selector}"
                : $"its Namespace object is not in the input, so whether it has the labels {selector} is not known"));
    }

    // What is not in the input may well be in the cluster that it is for: nothing counts as absent.
    private static RbacPosture Rbac(OfflineInput input, ImmutableArray<string> namespaces, Subject? subject)
    {
        var index = new RbacIndex();
        index.Know(roles: false, bindings: false, serviceAccounts: false);
        foreach (var role in input.Roles)
            index.SetRole(role);
        foreach (var binding in input.Bindings)
            index.SetBinding(binding);
        return RbacRestriction.To(index.Posture(), namespaces, subject);
    }

    // Where a document is broken, that is said already and the reason.
    private static IEnumerable<ScanError> Nothing(OfflineInput input, bool countsPolicies)
    {
        if ((countsPolicies && input.NotRead.Any(k => PolicyEngines.Reads(k.Group, k.Kind))) || input.HasRbac || !input.NamespaceNames.IsEmpty || !input.Problems.IsEmpty)
            yield break;
        yield return new ScanError(
            ScanStep.Read(string.Join(", ", input.Names)),
            input.NotRead.IsEmpty ? "holds no Kubernetes object, so nothing was looked at"
                : "holds no object of a kind that is read, so nothing was looked at");
    }

    private static IEnumerable<ScanError> Absent(ImmutableArray<string> wanted, ImmutableSortedSet<string> there) =>
        wanted.Distinct().Where(n => !there.Contains(n)).Select(n => new ScanError(ScanStep.Find($"namespace {n}"), "nothing in the input is in it"));
}
