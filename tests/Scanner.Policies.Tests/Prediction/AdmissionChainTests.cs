using System.Collections.Immutable;
using System.Text.Json;
using Scanner.Policies.Decisions;
using Scanner.Policies.Prediction;
using Scanner.Policies.Requests;

namespace Scanner.Policies.Tests.Prediction;

public sealed class AdmissionChainTests
{
    private static readonly PolicyDecision.Denied s_denied = new("no");
    private static readonly PolicyDecision.Unknown s_unknown = new("the weather");
    private static readonly PolicyDecision.Failed s_failed = new("broken", IsDenied: true);

    public static TheoryData<string, string> Cases => new()
    {
        { "Kyverno=allowed", "Admitted " },
        { "Kyverno=denied PodSecurity=denied", "Denied PodSecurity" },
        { "Kyverno=denied ValidatingAdmissionPolicy=unknown", "Denied Kyverno" },
        { "Kyverno=allowed Gatekeeper=unknown", "Unknown Gatekeeper" },
        { "Kyverno=allowed Gatekeeper=cannot-deny", "Admitted " },
        { "Kyverno=failed Gatekeeper=unknown", "Unknown Gatekeeper" },
        { "Kyverno=failed Gatekeeper=allowed", "FailedClosed Kyverno" },
        { "Kyverno=failed Gatekeeper=denied", "Denied Gatekeeper" },
        { "Kyverno=open", "Admitted " },
        { "Webhook=dry-run", "Unknown Webhook" },
        { "mutate=privileged:false Kyverno=denies-privileged", "Admitted " },
        { "mutate=unknown Kyverno=denied", "Unknown MutatingAdmissionPolicy" },
        { "mutate=failed Kyverno=denied", "FailedClosed MutatingAdmissionPolicy" },
        { "mutate=label Kyverno=denies-label", "Admitted " },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Decide(string policies, string expected)
    {
        var outcome = new AdmissionChain(policies.Split(' ').Select(p => Policy(p.Split('='))).Reverse()).Decide(Request());
        Assert.Equal(expected, $"{outcome.Result} {outcome.By?.Policy.Engine}");
        Assert.Equal(outcome.Result == ChainResult.Admitted, outcome.Object is not null);
    }

    private static IPolicy Policy(string[] text) => text[0] == "mutate" ? new Mutator(text[1]) : new Fixed(text[0], r => Decision(text[1], r));

    private static PolicyDecision Decision(string name, AdmissionRequest request) => name switch
    {
        "allowed" => new PolicyDecision.Allowed(),
        "denied" => s_denied,
        "unknown" => s_unknown,
        "cannot-deny" => s_unknown with { CanDeny = false },
        "failed" => s_failed,
        "open" => new PolicyDecision.Failed("broken", IsDenied: false),
        "dry-run" => s_failed with { IsOfDryRun = true },
        "denies-privileged" => request.Object!.Value.GetRawText().Contains("\"privileged\":true", StringComparison.Ordinal) ? s_denied : new PolicyDecision.Allowed(),
        "denies-label" => request.Object!.Value.GetRawText().Contains("mutated", StringComparison.Ordinal) ? s_denied : new PolicyDecision.Allowed(),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "no decision"),
    };

    private static AdmissionRequest Request() => PodRequests.Make(
        MadeUpPod.In("shop"), ContainerVariants.Privileged.Container, RequestChannel.Ephemeral, new Dictionary<string, string>(), new RequestUser("eve", []));

    private sealed class Fixed(string engine, Func<AdmissionRequest, PolicyDecision> decide) : IPolicy
    {
        public PolicyIdentity Identity { get; } = new(engine, "Kind", "", "name");

        public ImmutableArray<RuleDecision> Decide(AdmissionRequest request) => [new RuleDecision("", decide(request))];
    }

    /// <summary>Takes privileged away, or sets a label, which the server drops from an update of the subresource.</summary>
    private sealed class Mutator(string what) : IMutatingPolicy
    {
        public PolicyIdentity Identity { get; } = new("MutatingAdmissionPolicy", "Kind", "", "name");

        public ImmutableArray<RuleDecision> Decide(AdmissionRequest request) => [new RuleDecision("", Mutate(request).Decision)];

        public Mutation Mutate(AdmissionRequest request) => what switch
        {
            "unknown" => new Mutation(s_unknown, request.Object),
            "failed" => new Mutation(s_failed, request.Object),
            "label" => new Mutation(new PolicyDecision.Allowed(), Replaced(request, "\"team\":\"t\"", "\"team\":\"mutated\"")),
            _ => new Mutation(new PolicyDecision.Allowed(), Replaced(request, "\"privileged\":true", "\"privileged\":false")),
        };

        private static JsonElement Replaced(AdmissionRequest request, string from, string to) =>
            Json.Of(request.Object!.Value.GetRawText().Replace(from, to, StringComparison.Ordinal));
    }
}
