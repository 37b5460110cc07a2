using Scanner.ApiServer.Yaml;
using YamlDotNet.RepresentationModel;

namespace Scanner.ApiServer.Connections.Nodes;

/// <summary>A kubeconfig file as it was read, and where its nodes stand.</summary>
internal sealed record ConfigFile(string Path, string Text, YamlPlaces Places)
{
    public ConfigLocation At(YamlNode node) => new(Path, Places.LineOf(node) is > 0 and var line ? line : null);

    /// <summary>The path only: the text holds secrets.</summary>
    public override string ToString() => Path;
}
