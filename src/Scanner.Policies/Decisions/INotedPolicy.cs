namespace Scanner.Policies.Decisions;

/// <summary>A policy of which there is more to know than what it answers.</summary>
public interface INotedPolicy : IPolicy
{
    /// <summary>What to know of it where it covers ephemeral containers, to go on after the reason.</summary>
    string Note { get; }
}
