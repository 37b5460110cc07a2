using System.Collections.Immutable;

namespace Scanner.IntegrationTests.Monitoring;

/// <summary>A family as docs/metrics.md has it.</summary>
/// <param name="Name">As <c># TYPE</c> has it.</param>
/// <param name="IsReserved">It may be there already, or not yet.</param>
internal sealed record DocumentedFamily(string Name, string Type, ImmutableArray<string> Labels, bool IsReserved)
{
    public override string ToString() => $"{Name}{{{string.Join(',', Labels)}}} {Type}";
}
