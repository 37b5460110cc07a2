using Scanner.Core.Cluster;

namespace Scanner.Decoding;

/// <summary>An ephemeral container while its pod is read: spec, status and history stand in different places of the object.</summary>
internal sealed class EphemeralContainerDraft
{
    public string Name { get; set; } = "";

    public string? Image { get; set; }

    public string? TargetContainer { get; set; }

    public SecurityContextFacts SecurityContext { get; set; } = SecurityContextFacts.Empty;
}
