using System.Collections.Immutable;
using Scanner.Core.Admission.Policies;
using Scanner.Policies.Decisions;
using Scanner.Policies.Objects;
using Scanner.Policies.Rego.Values;
using Scanner.Policies.Requests;

namespace Scanner.Policies.Gatekeeper;

/// <summary>
/// A constraint. Each violation is a decision of its own, as Gatekeeper answers with a line for each; the caller writes the name of the constraint in
/// brackets before it. <c>warn</c> is reported as <c>Warn</c>, and <c>dryrun</c>, which only its audit tells of, as <c>Audit</c>.
/// </summary>
internal sealed class GatekeeperPolicy(Constraint constraint, Installation installation, RegoValue inventory, PolicyObjects objects) : IScopedPolicy, IWordedPolicy
{
    public PolicyIdentity Identity { get; } = new(EngineNames.Gatekeeper, constraint.Kind, "", constraint.Name);

    public PolicyScope Scope { get; } = ConstraintScope.Of(constraint.Match, constraint.Template.Program?.Reads ?? default, installation);

    public IEnumerable<string> Words => JsonWords.Of(constraint.Parameters);

    public bool MayBeFor(string space, IReadOnlyDictionary<string, string> labels, bool areLabelsKnown) =>
        ConstraintScope.MayBeFor(constraint.Match, installation, space, labels, areLabelsKnown);

    public string? ExemptionOf(string space, IReadOnlyDictionary<string, string> labels) =>
        installation.ExemptionOf(space, labels) ?? constraint.Match.ExemptionOf(space, labels);

    public ImmutableArray<RuleDecision> Decide(AdmissionRequest request)
    {
        var asked = installation.WhyNotAsked(request);
        return asked is null or PolicyDecision.Unknown ? Perhaps(DecideSent(request), asked as PolicyDecision.Unknown) : One(asked);
    }

    /// <summary>One answer for all violations where it is not known whether there are any.</summary>
    private static ImmutableArray<RuleDecision> Perhaps(ImmutableArray<RuleDecision> decisions, PolicyDecision.Unknown? open)
    {
        var doubtful = open is null ? [] : decisions.Select(d => d.Decision.IfAsked(open)).OfType<PolicyDecision.Unknown>().ToList();
        return doubtful.Count == 0 ? decisions : One(doubtful.Find(d => d.CanDeny) ?? doubtful[0]);
    }

    /// <summary>The same for a request that was sent to Gatekeeper.</summary>
    internal ImmutableArray<RuleDecision> DecideSent(AdmissionRequest request)
    {
        if (constraint.Match.WhyNot(request) is { } why)
            return One(new PolicyDecision.NotMatched(why) { Exemption = constraint.Match.ExemptionOf(request.Namespace, request.NamespaceLabels) });
        if (constraint.Template.IsUnknown)
            return One(new PolicyDecision.Unknown([constraint.Error!]));
        if (constraint.Error is { } error)
            return One(new PolicyDecision.Failed(error, IsDenied: false));
        if (constraint.Actions.IsEmpty)
            return One(new PolicyDecision.NotMatched($"its enforcementAction {constraint.EnforcementAction} does nothing at admission"));
        var found = constraint.Template.Program!.Evaluate(constraint, new Review(request, objects, inventory));
        var denied = found.RemoveAll(d => d is PolicyDecision.Unknown);
        // A violation that is certain is one, whatever else is not known.
        if (denied.IsEmpty)
            denied = found;
        return denied.IsEmpty
            ? One(new PolicyDecision.Allowed())
            : Perhaps([.. denied.Select(d => new RuleDecision("", Acted(d)))], constraint.Match.WhatIsUnknown(request) is { } what ? new PolicyDecision.Unknown(what) : null);
    }

    private PolicyDecision Acted(PolicyDecision decision) => decision switch
    {
        _ when constraint.Actions.Contains("deny") => decision,
        PolicyDecision.Denied denied => new PolicyDecision.Reported(denied.Message, Reports()),
        PolicyDecision.Failed { IsDenied: true } failed => new PolicyDecision.Reported(failed.Error, Reports()),
        _ => decision,
    };

    private ImmutableArray<string> Reports() => [.. constraint.Actions.Select(a => a == "warn" ? "Warn" : "Audit")];

    private static ImmutableArray<RuleDecision> One(PolicyDecision decision) => [new RuleDecision("", decision)];
}
