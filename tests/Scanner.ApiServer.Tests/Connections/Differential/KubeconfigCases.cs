using System.Collections.Immutable;
using YamlDotNet.RepresentationModel;

namespace Scanner.ApiServer.Tests.Connections.Differential;

/// <summary>The rows of all tables, which are the YAML files beside this one.</summary>
internal static class KubeconfigCases
{
    public static ImmutableDictionary<string, KubeconfigCase> All { get; } = Read().ToImmutableDictionary(row => row.Name);

    public static TheoryData<string> Names => [.. All.Keys.Order(StringComparer.Ordinal)];

    private static IEnumerable<KubeconfigCase> Read()
    {
        var assembly = typeof(KubeconfigCases).Assembly;
        foreach (var name in assembly.GetManifestResourceNames().Where(name => name.Contains("Differential", StringComparison.Ordinal)))
        {
            using var text = new StreamReader(assembly.GetManifestResourceStream(name)!);
            var yaml = new YamlStream();
            yaml.Load(text);
            foreach (var row in (YamlSequenceNode)yaml.Documents[0].RootNode)
                yield return KubeconfigCase.Read((YamlMappingNode)row);
        }
    }
}
