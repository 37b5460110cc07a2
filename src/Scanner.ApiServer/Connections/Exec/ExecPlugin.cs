using System.Collections.Immutable;
using Scanner.ApiServer.Connections.Nodes;

namespace Scanner.ApiServer.Connections.Exec;

/// <summary>A credential plugin as a kubeconfig user describes it (<c>exec</c>).</summary>
/// <param name="Subject">The user, for messages.</param>
/// <param name="Location">Where its command stands.</param>
internal sealed record ExecPlugin(string Subject, ConfigLocation Location)
{
    public const string GroupPrefix = "client.authentication.k8s.io/";

    /// <summary>The command as written, for messages.</summary>
    public required string Command { get; init; }

    /// <summary>A full path, or a name to look up in PATH.</summary>
    public required string Program { get; init; }

    public required string ApiVersion { get; init; }

    public ImmutableArray<string> Arguments { get; init; } = [];

    public ImmutableArray<KeyValuePair<string, string>> Variables { get; init; } = [];

    public ExecInteractiveMode InteractiveMode { get; init; }

    /// <summary>What to tell someone who has not installed it; null when the kubeconfig has nothing to say.</summary>
    public string? InstallHint { get; init; }

    /// <summary>The cluster as it is told to the plugin (<c>provideClusterInfo</c>), JSON; null when it is not to be told.</summary>
    public ReadOnlyMemory<byte>? ClusterInfo { get; init; }

    /// <summary>The command only: arguments and variables may hold secrets.</summary>
    public override string ToString() => Command;

    /// <summary>An error about the plugin; <paramref name="problem"/> goes on after its name.</summary>
    public ConnectionConfigurationException Error(string problem, Exception? cause = null) =>
        Location.Error($"{Subject}: credential plugin {Command} {problem}", cause);
}
