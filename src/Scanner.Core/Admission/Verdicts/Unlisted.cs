using Scanner.Core.Admission.Answers;

namespace Scanner.Core.Admission.Verdicts;

/// <summary>Why the pods of a namespace are not all known.</summary>
public sealed record Unlisted(UnknownReason Because, string Message)
{
    /// <summary>The scan was stopped before its end.</summary>
    public static Unlisted Interrupted { get; } = new(UnknownReason.Error, "the scan was interrupted");
}
