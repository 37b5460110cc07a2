using System.Text.Json;
using Scanner.Policies.Decisions;
using Scanner.Policies.Matching;
using Scanner.Policies.Objects;
using Scanner.Policies.Requests;

namespace Scanner.Policies.Kyverno.Registration;

/// <summary>
/// The webhooks that Kyverno has registered for resources. Where the input has none and may lack them, what Kyverno would register follows
/// from the policy itself.
/// </summary>
internal sealed class KyvernoWebhooks
{
    private readonly (string Name, MatchResources Match)[] _validating;
    private readonly (string Name, MatchResources Match)[] _mutating;

    public KyvernoWebhooks(PolicyObjects objects)
    {
        _validating = Read(objects, "ValidatingWebhookConfiguration");
        _mutating = Read(objects, "MutatingWebhookConfiguration");
        // A Kyverno without policies for resources has no such webhooks.
        AreKnown = _validating.Length + _mutating.Length > 0
            || (objects.IsKnown(AdmissionResources.Group, "ValidatingWebhookConfiguration") && objects.IsKnown(AdmissionResources.Group, "MutatingWebhookConfiguration"));
    }

    /// <summary>False where what Kyverno would register is taken for what it has registered.</summary>
    public bool AreKnown { get; }

    /// <summary>What all of them select.</summary>
    public IEnumerable<MatchResources> Matches => _validating.Concat(_mutating).Select(w => w.Match);

    /// <summary>Why the webhook that carries a policy is not called for a request; null where it is.</summary>
    /// <param name="prefix"><c>validate.kyverno.svc</c>, <c>vpol.validate.kyverno.svc</c> and so on.</param>
    /// <param name="policy">A fine-grained webhook is for the policy of its name alone.</param>
    public string? WhyNot(string prefix, bool failsOpen, string policy, AdmissionRequest request)
    {
        var candidates = Candidates(prefix, failsOpen, policy);
        if (candidates.Length == 0)
            return $"Kyverno has registered no webhook {Name(prefix, failsOpen)}";
        string? why = null;
        foreach (var (webhook, match) in candidates)
        {
            if (match.WhyNot(request) is not { } reason)
                return null;
            why ??= $"webhook {webhook}: {reason}";
        }

        return why;
    }

    /// <summary>As <see cref="PolicyDecision.NotMatched.Exemption"/>: the namespaceSelectors of all webhooks that carry a policy leave the namespace out.</summary>
    public string? ExemptionOf(string prefix, bool failsOpen, string policy, AdmissionRequest request) =>
        Candidates(prefix, failsOpen, policy) is { Length: > 0 } all && Array.TrueForAll(all, w => w.Match.Excludes(request.Namespace, request.NamespaceLabels))
            ? $"the namespaceSelector of webhook {all[0].Name}"
            : null;

    /// <summary>What must be known to tell whether a webhook is called that nothing rules out; null where nothing is missing.</summary>
    public string? WhatIsUnknown(string prefix, bool failsOpen, string policy, AdmissionRequest request)
    {
        var called = Candidates(prefix, failsOpen, policy).Where(w => w.Match.WhyNot(request) is null).Select(w => w.Match.WhatIsUnknown(request)).ToList();
        return called.Contains(null) ? null : called.FirstOrDefault();
    }

    private static string Name(string prefix, bool failsOpen) => $"{prefix}-{(failsOpen ? "ignore" : "fail")}";

    private (string Name, MatchResources Match)[] Candidates(string prefix, bool failsOpen, string policy)
    {
        var all = prefix.StartsWith("mutate", StringComparison.Ordinal) || prefix.StartsWith("mpol", StringComparison.Ordinal) || prefix.StartsWith("nmpol", StringComparison.Ordinal)
            ? _mutating
            : _validating;
        var name = Name(prefix, failsOpen);
        var own = Array.FindAll(all, w => w.Name == $"{name}-finegrained-{policy}");
        return own.Length > 0 ? own : Array.FindAll(all, w => IsOf(w.Name, name));
    }

    /// <summary>The name, or the name with the digits that Kyverno tells several groups apart with.</summary>
    private static bool IsOf(string webhook, string name) =>
        webhook == name || (webhook.Length > name.Length + 1 && webhook.StartsWith(name + "-", StringComparison.Ordinal) && webhook[(name.Length + 1)..].All(char.IsAsciiHexDigitLower));

    private static (string, MatchResources)[] Read(PolicyObjects objects, string kind) =>
    [
        .. from configuration in objects.All(AdmissionResources.Group, kind)
           where IsKyverno(configuration)
           from webhook in MatchReader.Items(configuration, "webhooks")
           select (MatchReader.Text(webhook, "name"), MatchReader.ReadWebhook(webhook)),
    ];

    private static bool IsKyverno(JsonElement configuration)
    {
        var metadata = MatchReader.Child(configuration, "metadata");
        return MatchReader.Text(metadata, "name").StartsWith("kyverno-resource-", StringComparison.Ordinal)
            || (MatchReader.Text(MatchReader.Child(metadata, "labels"), "webhook.kyverno.io/managed-by") == "kyverno"
                && MatchReader.Text(metadata, "name").Contains("resource", StringComparison.Ordinal));
    }
}
