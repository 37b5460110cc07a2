using System.Text.Json.Nodes;

namespace Scanner.Simulator.Schemas;

/// <summary>A named field of an object.</summary>
/// <param name="IsAlwaysWritten">Written even when empty, because the server's Go field has no <c>omitempty</c> and is no pointer.</param>
/// <param name="Default">Never changed; null when there is none.</param>
/// <param name="PatchStrategy"><c>merge</c>, <c>replace</c>, <c>retainKeys</c>, or two of them with a <c>+</c>; empty for the usual.</param>
/// <param name="MergeKey">The key of a list in strategic merge; empty for none.</param>
internal sealed record SchemaField(string Name, SchemaType Type, bool IsAlwaysWritten, JsonNode? Default, string PatchStrategy, string MergeKey)
{
    /// <summary>Whether its zero value is left out, because the server's Go field is no pointer: <c>false</c>, 0, the empty text.</summary>
    public bool IsPlain { get; init; }

    /// <summary>The oldest version that knows the field.</summary>
    public KubernetesVersion Since { get; init; } = KubernetesVersion.V1_25;

    /// <summary>Whether strategic merge joins two lists of this field.</summary>
    public bool MergesLists => PatchStrategy.StartsWith("merge", StringComparison.Ordinal);
}
