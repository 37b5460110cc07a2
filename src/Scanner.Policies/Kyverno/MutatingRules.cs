using System.Collections.Immutable;
using Scanner.Policies.Cel.Values;
using Scanner.Policies.Decisions;
using Scanner.Policies.Kyverno.Autogen;
using Scanner.Policies.Kyverno.Contexts;
using Scanner.Policies.Kyverno.Filters;
using Scanner.Policies.Kyverno.Mutations;
using Scanner.Policies.Kyverno.Registration;
using Scanner.Policies.Kyverno.Rules;
using Scanner.Policies.Kyverno.Scopes;
using Scanner.Policies.Kyverno.Trees;
using Scanner.Policies.Requests;

namespace Scanner.Policies.Kyverno;

/// <summary>The rules of a ClusterPolicy or Policy that mutate the object of a request, one after the other.</summary>
internal sealed class MutatingRules(CelValue policy, KyvernoObjects shared) : IMutatingPolicy, IScopedPolicy
{
    public PolicyIdentity Identity { get; } =
        KyvernoIdentity.Of(policy);

    public PolicyScope Scope => field ??= KyvernoScope.OfRules(policy, shared);

    public bool MayBeFor(string space, IReadOnlyDictionary<string, string> labels, bool areLabelsKnown) => shared.MayBeFor(Identity, space, labels, areLabelsKnown);

    public string? ExemptionOf(string space, IReadOnlyDictionary<string, string> labels) => shared.ExemptionOf(Identity, space, labels);

    public static bool IsIn(CelValue policy) => Array.Exists(Tree.Items(policy, "spec", "rules"), IsMutation);

    public ImmutableArray<RuleDecision> Decide(AdmissionRequest request) => [new RuleDecision("", Mutate(request).Decision)];

    public Mutation Mutate(AdmissionRequest request)
    {
        if (request.Object is null)
            return new Mutation(new PolicyDecision.NotMatched("there is no object"), request.Object);
        if (Identity.Kind == "Policy" && request.Namespace != Identity.Namespace)
            return new Mutation(new PolicyDecision.NotMatched($"it is for namespace {Identity.Namespace}"), request.Object);
        var failsOpen = Tree.Text(policy, "spec", "failurePolicy") == "Ignore";
        var asked = shared.WhyNotAsked("mutate.kyverno.svc", failsOpen, Identity.Name, request);
        if (asked is not (null or PolicyDecision.Unknown))
            return new Mutation(asked, request.Object);
        var mutation = Mutate(request, JudgedRequest.Of(request));
        return asked is null || mutation.Decision is PolicyDecision.NotMatched ? mutation : new Mutation(asked, request.Object);
    }

    private Mutation Mutate(AdmissionRequest request, JudgedRequest judged)
    {
        var target = judged.Object!;
        var whyNot = "no rule is for the request";
        var rules = AutogenRules.Of(policy, request.Kind.Kind).Where(IsMutation).ToList();
        var isKept = request.SubResource != "ephemeralcontainers" || rules.Exists(r => EphemeralReach.Of(Tree.Get(r, "mutate")));
        foreach (var rule in rules)
        {
            var (matched, why) = RuleMatch.Of(rule, judged);
            if (matched.IsFalse || !isKept)
            {
                whyNot = matched.IsFalse ? why : "of what its rules change nothing is kept when an ephemeral container is added";
                continue;
            }

            if (matched is CelUnknown unknown)
                return new Mutation(new PolicyDecision.Unknown(unknown.What), request.Object);

            var given = shared.Given?.Invoke(Identity.Name, Tree.Text(rule, "name"));
            var entries = new ContextEntries(shared.Objects, given, isDelete: false);
            var current = judged with { Object = target };
            var scope = entries.Add(RequestScope.Of(current, given), Tree.Items(rule, "context"));
            var result = MutateRule.Run(new RuleRun(rule, current, scope, entries, IsEnforced: false), Tree.Get(rule, "mutate")!, target);
            if (result is CelUnknown open)
                return new Mutation(new PolicyDecision.Unknown(open.What), request.Object);
            // A rule that fails changes nothing.
            target = result.IsFailure ? target : result;
        }

        return target.Equals(judged.Object) ? new Mutation(new PolicyDecision.NotMatched(whyNot), request.Object) : new Mutation(new PolicyDecision.Allowed(), JsonOf.Element(target));
    }

    /// <summary>Rules with targets change other objects, later.</summary>
    private static bool IsMutation(CelValue rule) => Tree.Get(rule, "mutate") is { } mutate && Tree.Items(mutate, "targets").Length == 0;
}
