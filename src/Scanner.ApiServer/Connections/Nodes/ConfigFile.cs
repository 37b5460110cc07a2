using Scanner.ApiServer.Yaml;
using YamlDotNet.RepresentationModel;

namespace Scanner.ApiServer.Connections.Nodes;

/// <summary>A kubeconfig file as it was read, and where its nodes stand.</summary>
internal sealed record ConfigFile(string Path, string Text, YamlPlaces Places)
{
    /// <summary>Whether blanks were put in before it was read, so that nodes stand elsewhere in <see cref="Text"/>.</summary>
    public bool IsMended { get; init; }

    public ConfigLocation At(YamlNode node) => new(Path, Places.LineOf(node) is > 0 and var line ? line : null);

    /// <summary>The path only: the text holds secrets.</summary>
    public override string ToString() => Path;
}
