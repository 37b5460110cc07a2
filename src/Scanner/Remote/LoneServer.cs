using Scanner.ApiServer.Connections;
using Scanner.ApiServer.Connections.Http;
using Scanner.ApiServer.Connections.Kubeconfigs;

namespace Scanner.Remote;

/// <summary>A connection to a server that is no API server, as a kubeconfig of nothing but it would have it.</summary>
internal static class LoneServer
{
    private const string KubeconfigVariable = "KUBECONFIG";

    /// <summary>No credential of another server may go there. Proxies are those of the environment.</summary>
    /// <param name="tls">Of it only what concerns TLS counts.</param>
    /// <exception cref="ConnectionConfigurationException">The authorities cannot be read.</exception>
    public static ClusterConnection Connection(Uri url, ConnectionOptions tls)
    {
        var environment = ConnectionEnvironment.OfThisProcess();
        var options = new ConnectionOptions
        {
            Server = url.GetLeftPart(UriPartial.Authority),
            CertificateAuthority = tls.CertificateAuthority,
            InsecureSkipTlsVerify = tls.InsecureSkipTlsVerify,
            TlsServerName = tls.TlsServerName,
        };
        return KubeconfigLoader.Load(options, environment with
        {
            HomeDirectory = null,
            Variables = environment.Variables.Where(v => v.Key != KubeconfigVariable).ToDictionary(v => v.Key, v => v.Value),
        });
    }
}
