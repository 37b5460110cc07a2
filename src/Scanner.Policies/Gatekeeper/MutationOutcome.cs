using System.Collections.Immutable;
using System.Text.Json;

namespace Scanner.Policies.Gatekeeper;

/// <summary>What the mutators of Gatekeeper make of an object.</summary>
/// <param name="Object">As the API server goes on with it: of a subresource only what may be changed through it.</param>
/// <param name="By">Kind and name of each mutator that changed something; empty where nothing of it is kept.</param>
/// <param name="Unknown">What a mutator would put in that cannot be known; empty where everything is.</param>
public sealed record MutationOutcome(JsonElement Object, ImmutableArray<string> By, ImmutableArray<string> Unknown)
{
    public bool Equals(MutationOutcome? other) =>
        other is not null && JsonElement.DeepEquals(Object, other.Object) && By.SequenceEqual(other.By) && Unknown.SequenceEqual(other.Unknown);

    public override int GetHashCode() => HashCode.Combine(By.Length, Unknown.Length);
}
