using Scanner.Core.Admission.Answers;

namespace Scanner.Core.Admission.Verdicts;

/// <summary>Why the pods of a namespace are not all known.</summary>
/// <param name="DeniedVerb"><c>list</c> or <c>watch</c>, when RBAC refused it; null when the list failed for another reason.</param>
/// <param name="DeniedIn">The namespace whose pods alone were asked for; null when those of all were.</param>
public sealed record Unlisted(UnknownReason Because, string Message, string? DeniedVerb = null, string? DeniedIn = null)
{
    /// <summary>The scan was stopped before its end.</summary>
    public static Unlisted Interrupted { get; } = new(UnknownReason.Error, "the scan was interrupted");
}
