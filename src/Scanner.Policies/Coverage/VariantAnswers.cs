using System.Collections.Immutable;
using Scanner.Policies.Decisions;
using Scanner.Policies.Requests;

namespace Scanner.Policies.Coverage;

/// <summary>What a policy answers about each variant through each channel, asked once.</summary>
internal sealed class VariantAnswers(IPolicy policy, VariantRequests requests)
{
    /// <summary>By channel, then by the name of the variant.</summary>
    private readonly Dictionary<string, ImmutableArray<RuleDecision>>[] _answers = [[], [], []];

    public ImmutableArray<RuleDecision> Of(ContainerVariant variant, RequestChannel channel)
    {
        var known = _answers[(int)channel];
        if (!known.TryGetValue(variant.Name, out var answers))
            known[variant.Name] = answers = policy.Decide(requests.Get(variant, channel));
        return answers;
    }

    /// <summary>
    /// The rules that deny a variant and not the benign container. A failure counts where the benign container does not make the rule fail.
    /// </summary>
    public ImmutableArray<RuleDecision> ToldApart(ContainerVariant variant, RequestChannel channel)
    {
        var benign = Of(ContainerVariants.Benign, channel);
        return [.. Of(variant, channel).Where(d => IsDenial(d.Decision) && !benign.Any(b => b.Rule == d.Rule && IsDenial(b.Decision)))];
    }

    public IEnumerable<ImmutableArray<RuleDecision>> All(RequestChannel channel) =>
        ContainerVariants.Forbidden.Prepend(ContainerVariants.Benign).Select(v => Of(v, channel));

    /// <summary>The policy speaks against it, whether or not that binds.</summary>
    public static bool IsDenial(PolicyDecision decision) => decision.IsDenial || decision is PolicyDecision.Reported;
}
