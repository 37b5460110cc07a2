namespace Scanner.Core.Admission.Answers;

/// <summary>What became of a regular pod with the same privilege.</summary>
/// <param name="DeniedBy">Who denied it; null unless it was denied.</param>
public sealed record RegularAnswer(RegularControl Control, DeniedBy? DeniedBy = null)
{
    /// <summary>RBAC refused it.</summary>
    public bool Forbidden { get; init; }

    /// <summary>No answer came, an error, or 401, so that asking again may bring one.</summary>
    public bool Failed { get; init; }
}
