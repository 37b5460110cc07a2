using System.Collections.Immutable;
using System.Text.Json;
using Scanner.Core.Admission.Answers;
using Scanner.Core.Admission.Policies;
using Scanner.Policies.Decisions;
using Scanner.Policies.Requests;

namespace Scanner.Policies.Prediction;

/// <summary>
/// All policies in the order of the server: mutating admission policies, mutating webhooks, then Pod Security, validating admission policies,
/// validating webhooks (k8s:pkg/kubeapiserver/options/plugins.go). Each layer sees the object as the mutations leave it, and the first that
/// turns the request away ends it.
/// </summary>
public sealed class AdmissionChain
{
    private readonly Asked[] _mutating;
    private readonly Asked[] _validating;

    private readonly bool _remembers;

    /// <param name="policies">Of every engine.</param>
    /// <param name="remembers">
    /// All requests are about made-up pods, which differ in namespace, name and labels alone, so that a policy that says what it reads of a namespace is asked once for all that are alike to it.
    /// </param>
    public AdmissionChain(IEnumerable<IPolicy> policies, bool remembers = false)
    {
        var all = policies.OrderBy(p => IsMutating(p) && p.Identity.Engine != EngineNames.MutatingAdmissionPolicy ? 1 : 0).ToList();
        _mutating = [.. all.Where(IsMutating).Select(p => new Asked(p, Layer.Mutation))];
        // What a mutation makes of the pod may differ from namespace to namespace.
        _remembers = remembers && !all.Exists(p => p is IMutatingPolicy);
        _validating = [.. all.Where(p => !IsMutating(p)).Select(p => new Asked(p, LayerOf(p))).OrderBy(p => (int)p.Layer)];
    }

    public ChainOutcome Decide(AdmissionRequest request)
    {
        var answers = ImmutableArray.CreateBuilder<PolicyAnswer>(_mutating.Length + _validating.Length);
        ChainOutcome? open = null;
        foreach (var asked in _mutating)
        {
            var (answer, changed) = Mutate(asked.Policy, asked.Layer, request);
            answers.Add(answer);
            if (Ended(answer, PolicyDecisionKinds.TurnsAway) is { } refused)
                return refused with { Answers = answers.DrainToImmutable() };
            open ??= Ended(answer, PolicyDecisionKinds.IsOpen);
            request = request with { Object = changed };
        }

        // What is not known of a namespace is told with its name.
        var question = _remembers && request.AreNamespaceLabelsKnown ? MadeUpQuestion.Of(request) : null;
        foreach (var asked in _validating)
            answers.Add(new PolicyAnswer(asked.Policy.Identity, asked.Layer, asked.Decide(request, question)));
        var all = answers.DrainToImmutable();
        // After a mutation that nobody knows, what policies say of the object as it was counts for nothing.
        var outcome = open ?? Validated(all) ?? new ChainOutcome(ChainResult.Admitted, all) { Object = request.Object };
        return outcome with { Answers = all };
    }

    /// <summary>A denial is certain whatever others would say; a failure is, where no policy may speak before it.</summary>
    private static ChainOutcome? Validated(ImmutableArray<PolicyAnswer> answers) =>
        First(answers, d => d is PolicyDecision.Denied)
        ?? First(answers, PolicyDecisionKinds.IsOpen)
        ?? First(answers, PolicyDecisionKinds.TurnsAway);

    private static ChainOutcome? First(ImmutableArray<PolicyAnswer> answers, Func<PolicyDecision, bool> which) =>
        answers.Where(a => a.Layer != Layer.Mutation).Select(a => Ended(a, which)).FirstOrDefault(o => o is not null);

    private static ChainOutcome? Ended(PolicyAnswer answer, Func<PolicyDecision, bool> which)
    {
        if (answer.Decisions.FirstOrDefault(d => which(d.Decision)) is not { } decision)
            return null;
        var (result, message) = decision.Decision switch
        {
            PolicyDecision.Denied denied => (ChainResult.Denied, denied.Message),
            PolicyDecision.Failed { IsOfDryRun: false } failed => (ChainResult.FailedClosed, failed.Error),
            PolicyDecision.Failed failed => (ChainResult.Unknown, failed.Error),
            PolicyDecision.Unknown unknown => (ChainResult.Unknown, string.Join(", ", unknown.What)),
            _ => (ChainResult.Unknown, ""),
        };
        return new ChainOutcome(result, []) { By = answer, Rule = decision.Rule, Message = message };
    }

    private static (PolicyAnswer Answer, JsonElement? Object) Mutate(IPolicy policy, Layer layer, AdmissionRequest request)
    {
        if (policy is not IMutatingPolicy mutating)
            return (new PolicyAnswer(policy.Identity, layer, policy.Decide(request)), request.Object);
        var mutation = mutating.Mutate(request);
        var changed = mutation.Object is { } item ? Stored(request, item) : request.Object;
        return (new PolicyAnswer(policy.Identity, layer, [new RuleDecision("", mutation.Decision)]), changed);
    }

    /// <summary>Of a change to the subresource the server keeps the ephemeral containers alone.</summary>
    private static JsonElement Stored(AdmissionRequest request, JsonElement changed) =>
        request is { SubResource: "ephemeralcontainers", OldObject: { } old } ? EphemeralContainers.Replaced(old, changed) : changed;

    private static bool IsMutating(IPolicy policy) => policy is IMutatingPolicy or IOpaquePolicy { IsMutating: true };

    private static Layer LayerOf(IPolicy policy) => policy.Identity.Engine switch
    {
        EngineNames.PodSecurity => Layer.PodSecurity,
        EngineNames.SecurityContextConstraints => Layer.SecurityContextConstraints,
        EngineNames.ValidatingAdmissionPolicy => Layer.ValidatingAdmissionPolicy,
        _ => Layer.Webhook,
    };

    private sealed class Asked(IPolicy policy, Layer layer)
    {
        private readonly AnswerMemory _memory = new(policy);

        public IPolicy Policy => policy;

        public Layer Layer => layer;

        /// <param name="question">Null where the answer is not to be remembered.</param>
        public ImmutableArray<RuleDecision> Decide(AdmissionRequest request, MadeUpQuestion? question) =>
            question is null ? policy.Decide(request) : _memory.Decide(request, question);
    }
}
