using System.Text;
using Scanner.ApiServer.Connections.Credentials;
using Scanner.ApiServer.Connections.Exec;
using Scanner.ApiServer.Connections.Nodes;
using Scanner.ApiServer.Connections.Tls;
using YamlDotNet.RepresentationModel;

namespace Scanner.ApiServer.Connections.Kubeconfigs;

/// <summary>Reads and checks a kubeconfig user: how its requests prove who they are.</summary>
internal static class UserReader
{
    private const string CertificateKey = "client-certificate";
    private const string KeyKey = "client-key";

    private static readonly string[] s_credentials =
        ["token", "tokenFile", "username", CertificateKey, CertificateKey + "-data", "exec", "auth-provider"];

    /// <summary>Whether the user has anything to prove who it is with.</summary>
    public static bool HasCredentials(ConfigMap user) =>
        Array.Exists(s_credentials, key => user.Find(key) is not (null or YamlScalarNode { Value: null or "" }));

    /// <summary>Refuses what contradicts itself, whether or not it is going to be used, as kubectl.</summary>
    public static void CheckMethods(ConfigMap user)
    {
        var name = user.Text("username");
        var password = user.Text("password");
        if (user.Text("token") is { } token && (name ?? password) is { } other)
            throw token.Error($"and {other.Key} are both set; keep one of them");
        if (user.Text("tokenFile") is { } file && name is not null)
            throw file.Error("and username are both set; keep one of them");
        if (user.Map("exec", user.Subject) is not null && user.Map("auth-provider", user.Subject) is { } provider)
            throw provider.Error("auth-provider and exec are both set; keep one of them");
    }

    /// <param name="user">The user.</param>
    /// <param name="clusterInfo">Writes the cluster for a plugin that wants to be told.</param>
    /// <param name="environment">Clock and processes.</param>
    public static ICredentialSource Read(ConfigMap user, Func<ReadOnlyMemory<byte>> clusterInfo, ConnectionEnvironment environment)
    {
        var header = ReadHeader(user, environment);
        var certificate = ReadCertificate(user, environment);
        var exec = user.Map("exec", user.Subject) is { } map ? ExecPluginReader.Read(map, clusterInfo) : null;
        // As for kubectl, it must be in order even where something else goes before it.
        var provider = AuthProviderReader.Read(user, environment);
        // As for kubectl, a certificate keeps a plugin from being run, but goes well with an auth-provider.
        var login = header
            ?? (ICredentialSource?)provider
            ?? (exec is null || certificate is not null ? null : new ExecCredentialSource(exec, environment));
        return (login, certificate) switch
        {
            (null, null) => ReadNothing(user),
            (null, _) => certificate,
            (_, null) => login,
            _ => new CombinedCredentialSource(login, certificate),
        };
    }

    // Halves of credentials that kubectl passes over; where there is nothing else, it asks at the terminal.
    private static StaticCredentialSource ReadNothing(ConfigMap user)
    {
        if (user.Text("password") is { } password)
            throw password.Error("is set without username");
        if ((user.Text(KeyKey) ?? user.Text(KeyKey + "-data")) is { } key)
            throw key.Error("is set without a client certificate; set client-certificate or client-certificate-data");
        return StaticCredentialSource.Anonymous;
    }

    private static ICredentialSource? ReadHeader(ConfigMap user, ConnectionEnvironment environment)
    {
        var token = user.Text("token");
        var tokenFile = user.Text("tokenFile");
        var name = user.Text("username");
        var password = user.Text("password");
        if (token is not null && !HeaderText.IsToken(token.Value))
            throw token.Error("cannot be sent in a header (it holds a blank, a line break or a strange character)");
        if (tokenFile is not null)
            return ReadTokenFile(tokenFile, token?.Value, environment);
        if (token is not null)
            return new StaticCredentialSource(Credential.Bearer(token.Value));
        if (name is null)
            return null;
        if (name.Value.Contains(':', StringComparison.Ordinal))
            throw name.Error("may not hold a colon");
        var basic = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{name.Value}:{password?.Value}"));
        return new StaticCredentialSource(new Credential("Basic " + basic, clientCertificate: null));
    }

    private static TokenFileCredentialSource ReadTokenFile(ConfigText file, string? fallback, ConnectionEnvironment environment) =>
        Checked(new TokenFileCredentialSource(file.FullPath, file.Location, fallback, environment.Clock));

    private static ClientCertificateSource? ReadCertificate(ConfigMap user, ConnectionEnvironment environment)
    {
        if ((user.Text(CertificateKey) ?? user.Text(CertificateKey + "-data")) is not { } certificate)
            return null;
        if ((user.Text(KeyKey) ?? user.Text(KeyKey + "-data")) is null)
            throw certificate.Error("is set without its key; set client-key or client-key-data");
        return Checked(new ClientCertificateSource(Load, environment.Clock));

        ClientCertificate Load()
        {
            var pem = PemText.Read(user, CertificateKey)!;
            var key = PemText.Read(user, KeyKey)!;
            return ClientCertificate.Create(pem.Text, key.Text, pem.Error, key.Error);
        }
    }

    // Files are read now, so that a missing one is told before anything else happens; plugins run with the first request.
    private static T Checked<T>(T source)
        where T : ICredentialSource
    {
        _ = source.GetAsync(CancellationToken.None).AsTask().GetAwaiter().GetResult();
        return source;
    }
}
