using System.Collections.Immutable;
using Scanner.Policies.Decisions;
using Scanner.Policies.Requests;

namespace Scanner.Policies.Coverage;

/// <summary>Why a coverage is what it is, in words. Texts of the cluster in them are as they are: who shows them escapes them.</summary>
internal static class Reasons
{
    public const string SkipsUpdate = "; it would deny an ephemeral container as well if it came with the creation of a pod, but lets updates pass";

    public const string NotRead = "; it sees the pod, but does not read spec.ephemeralContainers";

    public static string Denies(ContainerVariant variant, RuleDecision decision, int more) =>
        $"{Verb(decision)} {variant.Forbidden}{(more > 0 ? $" and {more} other settings" : "")}{Quoted(decision)}";

    public static string RefusesAll(RuleDecision decision) => $"{(decision.Decision.IsDenial ? "refuses" : "reports")} every ephemeral container{Quoted(decision)}";

    public static string RefusesPod(RuleDecision decision) =>
        $"it refuses the pod itself, whatever is added to it, so that what it says of containers cannot be told{Quoted(decision)}";

    public static string RefusesCompliantPod(RuleDecision decision) =>
        $"it refuses a pod that complies with everything, so that what it says of containers cannot be told{Quoted(decision)}";

    public static string ReadsNoContainers(string unknown) => $"it reads nothing of containers; besides, {unknown}";

    public static string DeniesRegular(ContainerVariant variant, RuleDecision decision) =>
        $"{Verb(decision)} {variant.Forbidden} of regular containers{Quoted(decision)}";

    public static string NotMatched(List<RuleDecision> decisions) => $"; {Why(decisions) ?? "it does not see ephemeral containers"}";

    public static string DeniesNothing(List<RuleDecision> decisions, bool isMatched) => isMatched
        ? $"it denies none of {VariantRequests.Variants.Length} settings of containers"
        : Why(decisions) ?? "it sees no pod";

    /// <summary>Of a policy that is about ephemeral containers and never sees one.</summary>
    public static string WouldRefuse(ImmutableArray<RuleDecision> ephemeral, RuleDecision created) =>
        $"; it would refuse every ephemeral container, but {Why([.. ephemeral]) ?? "lets updates pass"}{Quoted(created)}";

    public static string Undecided(RuleDecision decision) => decision.Decision switch
    {
        PolicyDecision.Unknown unknown => $"it depends on what is not known: {string.Join(", ", unknown.What)}{In(decision)}",
        PolicyDecision.Failed failed => $"it fails: {failed.Error}{In(decision)}",
        _ => "",
    };

    private static string Verb(RuleDecision decision) => decision.Decision.IsDenial ? "denies" : "reports";

    private static string? Why(List<RuleDecision> decisions) => decisions.Select(d => d.Decision).OfType<PolicyDecision.NotMatched>().FirstOrDefault()?.Why;

    private static string Quoted(RuleDecision decision)
    {
        var message = decision.Decision switch
        {
            PolicyDecision.Denied denied => denied.Message,
            PolicyDecision.Reported reported => reported.Message,
            PolicyDecision.Failed failed => failed.Error,
            _ => "",
        };
        return $"{In(decision)}{(message.Length > 0 ? $": {message}" : "")}";
    }

    private static string In(RuleDecision decision) => decision.Rule.Length > 0 ? $" ({decision.Rule})" : "";
}
