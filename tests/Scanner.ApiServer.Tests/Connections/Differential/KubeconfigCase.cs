using System.Collections.Immutable;
using YamlDotNet.RepresentationModel;

namespace Scanner.ApiServer.Tests.Connections.Differential;

/// <summary>
/// One row of the tables: a kubeconfig, and the request that comes of it or the words of its refusal. Placeholders in its texts are
/// those of <see cref="CaseFolder"/>.
/// </summary>
internal sealed record KubeconfigCase(string Name)
{
    /// <summary>The kubeconfig, written to <c>config</c>; null when the row writes its files itself.</summary>
    public string? Config { get; init; }

    /// <summary>More files, by name.</summary>
    public ImmutableArray<KeyValuePair<string, string>> Files { get; init; } = [];

    /// <summary>Environment variables; without KUBECONFIG among them the kubeconfig is given as a flag.</summary>
    public ImmutableArray<KeyValuePair<string, string>> Variables { get; init; } = [];

    /// <summary>Flags, as kubectl and scanner both have them.</summary>
    public ImmutableArray<string> Flags { get; init; } = [];

    /// <summary>Which of <see cref="CaseServers"/> answers.</summary>
    public string Serves { get; init; } = "plain";

    /// <summary>Whether a proxy is there.</summary>
    public bool Proxied { get; init; }

    /// <summary>The request as <see cref="SeenRequest"/> writes it; null when there is none.</summary>
    public string? Sends { get; init; }

    /// <summary>Part of our message when there is no request.</summary>
    public string? Refused { get; init; }

    /// <summary>
    /// What kubectl sends, where that is something else, or <c>refused</c>, or <c>asks</c> when it wants a user name; <see cref="Because"/>
    /// says why we differ.
    /// </summary>
    public string? Kubectl { get; init; }

    /// <summary>Why kubectl is not followed.</summary>
    public string? Because { get; init; }

    /// <summary>What kubectl sends, or <c>refused</c>, or <c>asks</c>.</summary>
    public string ExpectedOfKubectl => Kubectl ?? Sends ?? "refused";

    public static KubeconfigCase Read(YamlMappingNode row)
    {
        var config = Text(row, "config");
        if (config is null && Text(row, "user") is null && Text(row, "cluster") is null && Find(row, "files") is not null)
            config = null;
        else
            config ??= TestEnvironment.Kubeconfig(Text(row, "cluster") ?? CaseFolder.DefaultCluster, Text(row, "user") ?? "token: t1");
        return new KubeconfigCase(Text(row, "name")!)
        {
            Config = config,
            Files = Pairs(row, "files"),
            Variables = Pairs(row, "env"),
            Flags = Find(row, "flags") is YamlSequenceNode flags ? [.. flags.Select(flag => ((YamlScalarNode)flag).Value!)] : [],
            Serves = Text(row, "serves") ?? "plain",
            Proxied = Text(row, "proxied") == "true",
            Sends = Text(row, "sends"),
            Refused = Text(row, "refused"),
            Kubectl = Text(row, "kubectl"),
            Because = Text(row, "because"),
        };
    }

    public override string ToString() => Name;

    private static string? Text(YamlMappingNode row, string key) => (Find(row, key) as YamlScalarNode)?.Value?.TrimEnd('\n');

    private static YamlNode? Find(YamlMappingNode row, string key) => row.Children.TryGetValue(new YamlScalarNode(key), out var found) ? found : null;

    private static ImmutableArray<KeyValuePair<string, string>> Pairs(YamlMappingNode row, string key) => Find(row, key) is YamlMappingNode pairs
        ? [.. pairs.Select(pair => KeyValuePair.Create(((YamlScalarNode)pair.Key).Value!, ((YamlScalarNode)pair.Value).Value ?? ""))]
        : [];
}
