using Scanner.Core.Cluster;

namespace Scanner.Decoding;

/// <summary>A container while it is read: its fields may come in several pieces.</summary>
internal struct ContainerParts
{
    public ContainerParts()
    {
    }

    public string Name { get; set; } = "";

    /// <summary>Null when it has none.</summary>
    public string? Image { get; set; }

    public SecurityContextFacts SecurityContext { get; set; } = SecurityContextFacts.Empty;

    public bool HasHostPort { get; set; }

    public bool HasHandlerHost { get; set; }

    public readonly ContainerFacts ToFacts() => new(Name, SecurityContext, HasHostPort, HasHandlerHost, Image);
}
