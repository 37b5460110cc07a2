using Scanner.ApiServer.Connections.Kubeconfigs;

namespace Scanner.ApiServer.Tests.Connections.Differential;

/// <summary>Reads the flags of a row.</summary>
internal static class CaseFlags
{
    public static ConnectionOptions Read(KubeconfigCase row, Func<string, string> fill)
    {
        var options = new ConnectionOptions { Kubeconfig = HasVariable(row) ? null : "config" };
        for (var i = 0; i < row.Flags.Length; i++)
        {
            var value = row.Flags[i].Contains('=', StringComparison.Ordinal) ? "" : row.Flags[i + 1];
            options = row.Flags[i] switch
            {
                "--context" => options with { Context = value },
                "--as" => options with { ImpersonateUser = value },
                "--as-group" => options with { ImpersonateGroups = [.. options.ImpersonateGroups, value] },
                "--cluster" => options with { Cluster = value },
                "--user" => options with { User = value },
                "--server" => options with { Server = fill(value) },
                "--token" => options with { Token = value },
                "--username" => options with { Username = value },
                "--password" => options with { Password = value },
                "--client-certificate" => options with { ClientCertificate = value },
                "--client-key" => options with { ClientKey = value },
                "--as-uid" => options with { ImpersonateUid = value },
                "--as-user-extra" => options with { ImpersonateExtra = [.. options.ImpersonateExtra, value] },
                "--disable-compression=true" => options with { DisableCompression = true },
                "--certificate-authority" => options with { CertificateAuthority = value },
                "--insecure-skip-tls-verify=true" => options with { InsecureSkipTlsVerify = true },
                "--tls-server-name" => options with { TlsServerName = value },
                "--kubeconfig" => options with { Kubeconfig = value },
                "--token=" or "--as=" or "--server=" or "--username=" => options,
                var other => throw new InvalidOperationException($"row {row} has the flag {other}, which nothing reads"),
            };
            i += value.Length > 0 ? 1 : 0;
        }

        return options;
    }

    /// <summary>Whether the row names its files by KUBECONFIG, or by a flag of its own.</summary>
    public static bool HasVariable(KubeconfigCase row) => row.Variables.Any(variable => variable.Key == "KUBECONFIG") || row.Config is null;
}
