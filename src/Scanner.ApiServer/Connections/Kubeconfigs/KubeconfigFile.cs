using Scanner.ApiServer.Connections.Nodes;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Scanner.ApiServer.Connections.Kubeconfigs;

/// <summary>One kubeconfig file, YAML or JSON, checked to be a Config; what its entries hold is checked when they are used.</summary>
internal static class KubeconfigFile
{
    /// <summary>Reads a file; null when it is empty, as kubectl takes it for a Config without entries.</summary>
    /// <exception cref="ConnectionConfigurationException">It is absent, unreadable, no YAML or no Config.</exception>
    public static ConfigMap? Read(string path)
    {
        var location = new ConfigLocation(path, Line: null);
        if (Parse(path, location) is not { } root || root is YamlScalarNode { Value: null or "" })
            return null;
        if (root is not YamlMappingNode mapping)
        {
            throw new ConfigLocation(path, root.Start.Line)
                .Error("not a kubeconfig: a mapping with clusters, contexts and users is expected");
        }

        var config = new ConfigMap(path, mapping, "kubeconfig");
        // kubectl takes a file without kind and apiVersion for a Config.
        if (config.Text("kind") is { Value: not "Config" } kind)
            throw kind.Location.Error($"not a kubeconfig: kind is {kind.Value}, not Config");
        if (config.Text("apiVersion") is { Value: not "v1" } version)
            throw version.Location.Error($"not a kubeconfig: apiVersion is {version.Value}, not v1");
        return config;
    }

    private static YamlNode? Parse(string path, ConfigLocation location)
    {
        try
        {
            using var text = new StreamReader(path);
            var yaml = new YamlStream();
            yaml.Load(text);
            return yaml.Documents.Count == 0 ? null : yaml.Documents[0].RootNode;
        }
        catch (Exception e) when (FileProblem.Is(e))
        {
            throw location.Error(FileProblem.Describe(e, path), e);
        }
        catch (YamlException e)
        {
            throw new ConfigLocation(path, e.Start.Line > 0 ? e.Start.Line : null).Error("not valid YAML: " + e.Message, e);
        }
    }
}
