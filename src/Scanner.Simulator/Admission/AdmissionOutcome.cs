using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Scanner.Simulator.Api;

namespace Scanner.Simulator.Admission;

/// <summary>What a phase of the admission chain made of a request.</summary>
/// <param name="Object">The object after mutation (the same one when nothing changed it).</param>
/// <param name="Warnings">Unescaped texts for <c>Warning</c> headers, in order.</param>
/// <param name="Refusal">Null when admitted.</param>
public sealed record AdmissionOutcome(JsonObject? Object, ImmutableArray<string> Warnings, ApiStatus? Refusal);
