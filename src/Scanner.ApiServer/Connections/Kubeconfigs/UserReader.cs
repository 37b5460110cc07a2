using System.Text;
using Scanner.ApiServer.Connections.Credentials;
using Scanner.ApiServer.Connections.Exec;
using Scanner.ApiServer.Connections.Nodes;
using Scanner.ApiServer.Connections.Tls;

namespace Scanner.ApiServer.Connections.Kubeconfigs;

/// <summary>Reads and checks a kubeconfig user: how its requests prove who they are.</summary>
internal static class UserReader
{
    /// <param name="user">The user.</param>
    /// <param name="clusterInfo">Writes the cluster for a plugin that wants to be told.</param>
    /// <param name="environment">Clock and processes.</param>
    public static ICredentialSource Read(ConfigMap user, Func<ReadOnlyMemory<byte>> clusterInfo, ConnectionEnvironment environment)
    {
        RefuseAuthProvider(user);
        var header = ReadHeader(user, environment);
        var certificate = ReadCertificate(user, environment);
        var exec = user.Map("exec", user.Subject) is { } map ? ExecPluginReader.Read(map, clusterInfo) : null;
        return (header, certificate) switch
        {
            // As for kubectl, whatever else is configured goes before the plugin.
            (null, null) => exec is null ? StaticCredentialSource.Anonymous : new ExecCredentialSource(exec, environment),
            (null, _) => certificate,
            (_, null) => header,
            _ => new CombinedCredentialSource(header, certificate),
        };
    }

    private static void RefuseAuthProvider(ConfigMap user)
    {
        if (user.Map("auth-provider", user.Subject) is not { } provider)
            return;
        var name = provider.Text("name")?.Value ?? "without a name";
        var instead = name switch
        {
            "gcp" => "use gke-gcloud-auth-plugin",
            "azure" => "use kubelogin (kubelogin convert-kubeconfig)",
            "oidc" => "use an exec plugin such as kubectl oidc-login",
            _ => "use an exec plugin",
        };
        throw provider.Error($"auth-provider {name} was removed from Kubernetes clients in 1.26; {instead}");
    }

    private static ICredentialSource? ReadHeader(ConfigMap user, ConnectionEnvironment environment)
    {
        var token = user.Text("token");
        var tokenFile = user.Text("tokenFile");
        var name = user.Text("username");
        var password = user.Text("password");
        if (token is not null && !HeaderText.IsToken(token.Value))
            throw token.Error("cannot be sent in a header (it holds a blank, a line break or a strange character)");
        if ((token ?? tokenFile) is { } bearer && name is not null)
            throw bearer.Error("and username are both set; keep one of them");
        if (tokenFile is not null)
            return ReadTokenFile(tokenFile, token?.Value, environment);
        if (token is not null)
            return new StaticCredentialSource(Credential.Bearer(token.Value));
        if (name is null)
            return password is null ? null : throw password.Error("is set without username");
        if (name.Value.Contains(':', StringComparison.Ordinal))
            throw name.Error("may not hold a colon");
        var basic = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{name.Value}:{password?.Value}"));
        return new StaticCredentialSource(new Credential("Basic " + basic, clientCertificate: null));
    }

    private static TokenFileCredentialSource ReadTokenFile(ConfigText file, string? fallback, ConnectionEnvironment environment) =>
        new(file.FullPath, file.Location, fallback, environment.Clock);

    private static ClientCertificateSource? ReadCertificate(ConfigMap user, ConnectionEnvironment environment)
    {
        const string certificateKey = "client-certificate";
        const string keyKey = "client-key";
        var hasCertificate = user.Text(certificateKey) ?? user.Text(certificateKey + "-data");
        var hasKey = user.Text(keyKey) ?? user.Text(keyKey + "-data");
        if (hasCertificate is null)
        {
            return hasKey is null
                ? null
                : throw hasKey.Error("is set without a client certificate; set client-certificate or client-certificate-data");
        }

        if (hasKey is null)
            throw hasCertificate.Error("is set without its key; set client-key or client-key-data");
        return new ClientCertificateSource(Load, environment.Clock);

        ClientCertificate Load()
        {
            var certificate = PemText.Read(user, certificateKey)!;
            var key = PemText.Read(user, keyKey)!;
            return ClientCertificate.Create(certificate.Text, key.Text, certificate.Error, key.Error);
        }
    }
}
