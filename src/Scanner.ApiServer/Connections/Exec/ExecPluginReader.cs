using System.Collections.Immutable;
using Scanner.ApiServer.Connections.Nodes;

namespace Scanner.ApiServer.Connections.Exec;

/// <summary>Reads and checks a user's <c>exec</c> mapping.</summary>
internal static class ExecPluginReader
{
    public static ExecPlugin Read(ConfigMap exec, Func<ReadOnlyMemory<byte>> clusterInfo)
    {
        var command = exec.Text("command") ?? throw exec.Error("exec has no command");
        var version = ReadVersion(exec);
        return new ExecPlugin(exec.Subject, command.Location)
        {
            Command = command.Value,
            // As in kubectl, only a command that is a path is relative to the kubeconfig; a bare name is looked up in PATH.
            Program = command.Value.Contains(Path.DirectorySeparatorChar, StringComparison.Ordinal) ? command.FullPath : command.Value,
            ApiVersion = version,
            Arguments = [.. exec.Texts("args").Select(argument => argument.Value)],
            Variables = ReadVariables(exec),
            InteractiveMode = ReadInteractiveMode(exec, version),
            InstallHint = exec.Text("installHint")?.Value,
            // A bare null would turn into empty memory.
            ClusterInfo = exec.Flag("provideClusterInfo") ? clusterInfo() : (ReadOnlyMemory<byte>?)null,
        };
    }

    private static string ReadVersion(ConfigMap exec)
    {
        var version = exec.Text("apiVersion") ?? throw exec.Error($"exec has no apiVersion; set it to {ExecPlugin.GroupPrefix}v1");
        return version.Value switch
        {
            ExecPlugin.GroupPrefix + "v1" or ExecPlugin.GroupPrefix + "v1beta1" => version.Value,
            ExecPlugin.GroupPrefix + "v1alpha1" => throw version.Error(
                $"{version.Value} was removed in Kubernetes 1.24; update the plugin and set {ExecPlugin.GroupPrefix}v1"),
            _ => throw version.Error($"{version.Value} is not known; {ExecPlugin.GroupPrefix}v1 and {ExecPlugin.GroupPrefix}v1beta1 are"),
        };
    }

    private static ImmutableArray<KeyValuePair<string, string>> ReadVariables(ConfigMap exec) =>
    [
        .. exec.Maps("env").Select(variable => KeyValuePair.Create(
            variable.Text("name")?.Value ?? throw variable.Error("a variable in env of exec has no name"),
            variable.Text("value")?.Value ?? "")),
    ];

    private static ExecInteractiveMode ReadInteractiveMode(ConfigMap exec, string version)
    {
        if (exec.Text("interactiveMode") is { } mode)
        {
            return mode.Value switch
            {
                "Never" => ExecInteractiveMode.Never,
                "IfAvailable" => ExecInteractiveMode.IfAvailable,
                "Always" => ExecInteractiveMode.Always,
                _ => throw mode.Error($"{mode.Value} is not one of Never, IfAvailable and Always"),
            };
        }

        // v1beta1 defaults it, v1 requires it.
        return version == ExecPlugin.GroupPrefix + "v1"
            ? throw exec.Error("exec has no interactiveMode; v1 requires one of Never, IfAvailable and Always")
            : ExecInteractiveMode.IfAvailable;
    }
}
