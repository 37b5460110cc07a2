using System.Collections.Immutable;
using Scanner.Core.Admission.Policies;
using Scanner.Policies.Decisions;
using Scanner.Policies.Objects;
using Scanner.Policies.Prediction;
using Scanner.Policies.Requests;
using Scanner.Publishing.PolicyReviews;

namespace Scanner.Reviews;

/// <summary>Asks every policy about one request.</summary>
internal static class PolicyReview
{
    /// <param name="request">Without the labels of its namespace, which are taken from <paramref name="objects"/>.</param>
    /// <param name="container">What messages call the container that the request adds; empty for none.</param>
    /// <param name="minor">Of Kubernetes 1.x.</param>
    /// <param name="isLive">A cluster is meant; else the policies that the input holds, and no others.</param>
    /// <param name="errors">What could not be read.</param>
    public static ReviewResult Run(
        AdmissionRequest request, string container, PolicyObjects objects, int minor, bool isLive, ImmutableArray<string> errors)
    {
        var (complete, note) = WithNamespace(request, objects);
        // What Pod Security enforces is written on the namespace: without that it is not among the policies of the input.
        var policies = PolicyEngines.Compile(objects, minor).Where(p => isLive || note is null || p.Identity.Engine != EngineNames.PodSecurity);
        var outcome = new AdmissionChain(policies).Decide(complete);
        var notRun = PolicyEngines.NotRun(objects).Select(DecisionText.OfNotRun).ToList();
        var (result, because) = Sum(outcome, notRun, errors);
        return new ReviewResult(
            Describe(complete, container),
            result,
            because,
            [.. outcome.Answers.SelectMany(a => a.Decisions.Select(d => DecisionText.Of(a.Policy, d))), .. notRun],
            note is null ? [] : [note],
            errors);
    }

    private static (ReviewOutcome Outcome, string Because) Sum(ChainOutcome outcome, List<ReviewDecision> notRun, ImmutableArray<string> errors)
    {
        if (outcome is { Result: ChainResult.Denied or ChainResult.FailedClosed })
            return (ReviewOutcome.Denied, Who(outcome));
        if (outcome.Result == ChainResult.Unknown)
            return (ReviewOutcome.Unknown, Who(outcome));
        if (notRun is [var first, ..])
            return (ReviewOutcome.Unknown, $"{first.Policy}: {first.Message}");
        if (errors is [var error, ..])
            return (ReviewOutcome.Unknown, error);
        var isSeen = outcome.Answers.Any(a => a.Decisions.Any(d => d.Decision is not PolicyDecision.NotMatched));
        return (ReviewOutcome.Allowed, isSeen ? "no policy denies it" : "no policy looks at it");
    }

    private static string Who(ChainOutcome outcome)
    {
        var message = outcome.Result == ChainResult.Unknown ? $"depends on what is not known: {outcome.Message}" : outcome.Message;
        return outcome.By is not { Policy: var by }
            ? message
            : $"{by.Kind} {(by.Namespace.Length > 0 ? by.Namespace + "/" : "")}{by.Name}{(outcome.Rule.Length > 0 ? $" ({outcome.Rule})" : "")}: {message}";
    }

    private static (AdmissionRequest Request, string? Note) WithNamespace(AdmissionRequest request, PolicyObjects objects)
    {
        if (request.Namespace.Length == 0 || request.Kind is { Group: "", Kind: "Namespace" })
            return (request, null);
        return objects.Find("", "Namespace", "", request.Namespace) is { } space
            ? (request with { NamespaceLabels = AdmissionRequest.LabelsOf(space) }, null)
            : (request with { AreNamespaceLabelsKnown = false }, $"the Namespace {request.Namespace} is not known, and with it its labels");
    }

    private static ReviewedRequest Describe(AdmissionRequest request, string container) => new(
        request.Operation,
        request.Kind.Group,
        request.Kind.Version,
        request.Kind.Kind,
        request.Resource.Resource + (request.SubResource.Length > 0 ? "/" + request.SubResource : ""),
        request.Namespace,
        request.Name,
        container);
}
