using System.Collections.Immutable;
using Scanner.Core.Admission.Policies;
using Scanner.Policies.Coverage;
using Scanner.Policies.Decisions;
using Scanner.Policies.Prediction;
using Scanner.Policies.Requests;

namespace Scanner.Reviews;

/// <summary>Goes over the namespaces of a cluster, and tells what its policies do there. Not for concurrent use.</summary>
/// <param name="isWhole">All namespaces come by. Of some, only policies are told that have to do with them.</param>
internal sealed class PolicyCount(PolicySet set, bool isWhole)
{
    /// <summary>Namespaces in which a changed policy is asked.</summary>
    private const int MostAsked = 200;

    private readonly ClusterCoverage _coverage = new(set.Policies, GivenRequest.Outsider, set.EnginesOwn, set.Bypasses.Find);
    private readonly List<NamespaceTarget> _some = [];
    private readonly HashSet<IPolicy> _seen = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<OpenWebhook> _seenOpen = [];

    public void Add(NamespaceTarget target)
    {
        _coverage.Add(target);
        if (_some.Count < MostAsked)
            _some.Add(target);
        if (isWhole)
            return;
        foreach (var request in Requests(target))
        {
            _seen.UnionWith(set.Policies.Where(p => !_seen.Contains(p) && Sees(p, request)));
            _seenOpen.UnionWith(set.Open.Where(w => w.Webhook.WhyNoAnswer(request) is not PolicyDecision.NotMatched).Select(w => w.Facts));
        }
    }

    /// <summary>What the namespaces since the last time came to. What policies answered is kept.</summary>
    public PolicyReading Take()
    {
        var coverage = _coverage.TakeSum(isWhole ? null : _seen.Contains)
            .Select(p => set.Mended(p, _some))
            .Select(p => IsSucceededHere(p) ? set.Succeeded(p) : p)
            .OrderBy(p => p.Engine, StringComparer.Ordinal).ThenBy(p => p.Kind, StringComparer.Ordinal)
            .ThenBy(p => p.Namespace, StringComparer.Ordinal).ThenBy(p => p.Name, StringComparer.Ordinal);
        var notRun = set.NotRun.Select(p => new PolicyCoverage(p.Engine, p.Kind, p.Namespace, p.Name)
        {
            Coverage = CoverageKind.Unknown,
            Reason = "policies of this kind are not run",
        });
        var reading = new PolicyReading([.. coverage, .. notRun], [.. set.Open.Select(w => w.Facts).Where(f => isWhole || _seenOpen.Contains(f))]);
        _some.Clear();
        _seen.Clear();
        _seenOpen.Clear();
        return reading;
    }

    /// <summary>A remedy gives the successor out, or a page about some namespaces shows it.</summary>
    private bool IsSucceededHere(PolicyCoverage policy) => !isWhole || (policy.Coverage != CoverageKind.Covered && policy.Mends.IsEmpty);

    private static bool Sees(IPolicy policy, AdmissionRequest request) => policy.Decide(request).Any(d => d.Decision is not PolicyDecision.NotMatched { Exemption: null });

    /// <summary>About each pod that is there, or one that is made up.</summary>
    private static IEnumerable<AdmissionRequest> Requests(NamespaceTarget target)
    {
        IEnumerable<VariantRequests> all = target.Pods.IsEmpty
            ? [VariantRequests.In(target.Name, target.Labels, GivenRequest.DefaultUser, target.AreLabelsKnown)]
            : target.Pods.Select(p => VariantRequests.Of(MadeUpPod.In(target.Name, p), target.Labels, GivenRequest.DefaultUser, target.AreLabelsKnown));
        return all.SelectMany(r => new[] { r.Get(ContainerVariants.Privileged, RequestChannel.Ephemeral), r.Get(ContainerVariants.Privileged, RequestChannel.Regular) });
    }
}
