using Scanner.ApiServer.Connections.Kubeconfigs;

namespace Scanner.ApiServer.Tests.Connections.Differential;

/// <summary>Reads the flags of a row.</summary>
internal static class CaseFlags
{
    public static ConnectionOptions Read(KubeconfigCase row)
    {
        var options = new ConnectionOptions { Kubeconfig = HasVariable(row) ? null : "config" };
        for (var i = 0; i < row.Flags.Length; i += 2)
        {
            var value = row.Flags[i + 1];
            options = row.Flags[i] switch
            {
                "--context" => options with { Context = value },
                "--as" => options with { ImpersonateUser = value },
                "--as-group" => options with { ImpersonateGroups = [.. options.ImpersonateGroups, value] },
                "--kubeconfig" => options with { Kubeconfig = value },
                var other => throw new InvalidOperationException($"row {row} has the flag {other}, which nothing reads"),
            };
        }

        return options;
    }

    /// <summary>Whether the row names its files by KUBECONFIG, or by a flag of its own.</summary>
    public static bool HasVariable(KubeconfigCase row) => row.Variables.Any(variable => variable.Key == "KUBECONFIG") || row.Config is null;
}
