namespace Scanner.Core.Posture;

/// <summary>What decides whether an answer still stands.</summary>
public sealed record KnowledgeTerms
{
    /// <summary>The age at which an answer that could not be renewed is none any more.</summary>
    public TimeSpan StaleAfter { get; init; } = TimeSpan.MaxValue;

    /// <summary>When what decides about admission in the namespace changed last.</summary>
    public TimeSpan Changed { get; init; } = TimeSpan.MinValue;

    /// <summary>
    /// Answers from before say nothing of today. For who does not ask it is <see cref="Changed"/>. Who does will know better in a moment,
    /// and is given that: the last change that is a while ago.
    /// </summary>
    public TimeSpan Floor { get; init; } = TimeSpan.MinValue;

    /// <summary>How long after a change the server may still answer as before it.</summary>
    public TimeSpan Settling { get; init; }
}
