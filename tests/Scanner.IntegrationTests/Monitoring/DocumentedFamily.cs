using System.Collections.Immutable;

namespace Scanner.IntegrationTests.Monitoring;

/// <summary>A family as docs/metrics.md has it.</summary>
/// <param name="Name">As <c># TYPE</c> has it.</param>
internal sealed record DocumentedFamily(string Name, string Type, ImmutableArray<string> Labels)
{
    public override string ToString() => $"{Name}{{{string.Join(',', Labels)}}} {Type}";
}
