using Scanner.Core.Cluster;

namespace Scanner.Decoding;

/// <summary>
/// An ephemeral container while its pod is read: spec, status and history stand in different places of the object. It is told from a
/// regular container by the list that it stands in, never by its name.
/// </summary>
internal sealed record EphemeralContainerDraft(ContainerFacts Container, string? Image, string? TargetContainer);
