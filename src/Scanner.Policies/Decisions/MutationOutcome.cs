using System.Collections.Immutable;
using System.Text.Json;

namespace Scanner.Policies.Decisions;

/// <summary>What a policy makes of an object.</summary>
public abstract record MutationOutcome
{
    private MutationOutcome()
    {
    }

    /// <summary>The object stays as it is.</summary>
    public sealed record Unchanged(string Why) : MutationOutcome;

    /// <param name="Object">The whole object as it is then.</param>
    public sealed record Changed(JsonElement Object) : MutationOutcome;

    /// <summary>What it becomes depends on what is not known.</summary>
    public sealed record Unknown(ImmutableArray<string> What) : MutationOutcome
    {
        public bool Equals(Unknown? other) => other is not null && What.SequenceEqual(other.What);

        public override int GetHashCode() => What.Length;
    }
}
