using Scanner.Core.Admission.Answers;

namespace Scanner.Policies.Prediction;

/// <summary>Why a verdict is predicted, in words that go on after a colon.</summary>
internal static class Because
{
    public static string Admitted(ChainOutcome outcome) => outcome.Answers.IsEmpty
        ? "there is no policy that could deny it"
        : $"none of {outcome.Answers.Length} policies denies a privileged ephemeral container, and none takes privileged away";

    public static string Sanitized(ChainOutcome outcome) =>
        $"{Named(outcome.Answers.LastOrDefault(a => a.Layer == Layer.Mutation), "")} takes privileged away, and nothing denies it";

    public static string Refused(ChainOutcome outcome) => $"{Who(outcome)}: {outcome.Message}";

    public static string NotKnown(ChainOutcome outcome) => $"{Who(outcome)} decides, and depends on what is not known: {outcome.Message}";

    public static string BenignNotKnown(ChainOutcome privileged, ChainOutcome benign) =>
        $"{Who(privileged)} denies a privileged ephemeral container, and whether a harmless one passes is not known: {Who(benign)}: {benign.Message}";

    private static string Who(ChainOutcome outcome) => Named(outcome.By, outcome.Rule);

    private static string Named(PolicyAnswer? answer, string rule) => answer is null
        ? "a mutation"
        : $"{answer.Policy.Kind} {(answer.Policy.Namespace.Length > 0 ? answer.Policy.Namespace + "/" : "")}{answer.Policy.Name}{(rule.Length > 0 ? $" ({rule})" : "")}";
}
