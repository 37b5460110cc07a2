using System.Text.Json;
using Scanner.Policies.Requests;

namespace Scanner.Policies.Decisions;

/// <summary>What a mutating policy does to an object.</summary>
/// <param name="Decision">
/// <see cref="PolicyDecision.Allowed"/> where it ran, <see cref="PolicyDecision.Unknown"/> where nobody can tell what the object becomes.
/// </param>
/// <param name="Object">The object after it, which is the same where it changes nothing.</param>
public sealed record Mutation(PolicyDecision Decision, JsonElement? Object);
