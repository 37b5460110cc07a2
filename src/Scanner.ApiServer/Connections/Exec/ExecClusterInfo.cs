using System.Text;
using System.Text.Json;
using Scanner.ApiServer.Connections.Nodes;
using Scanner.ApiServer.Yaml;
using YamlDotNet.RepresentationModel;

namespace Scanner.ApiServer.Connections.Exec;

/// <summary>
/// The cluster as a credential plugin is told it (<c>spec.cluster</c> of an ExecCredential). Its <c>config</c> is the cluster's
/// extension named <c>client.authentication.k8s.io/exec</c>.
/// </summary>
internal static class ExecClusterInfo
{
    private const string ExtensionName = "client.authentication.k8s.io/exec";

    // A cluster's extension is small.
    private const int MostDepth = 32;

    public static ReadOnlyMemory<byte> Write(ConfigMap cluster, ClusterSettings settings)
    {
        var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("server", settings.ServerText);
            if (settings.TlsServerName is { } name)
                json.WriteString("tls-server-name", name);
            if (settings.InsecureSkipTlsVerify)
                json.WriteBoolean("insecure-skip-tls-verify", value: true);
            if (settings.AuthorityPem is { } pem)
                json.WriteBase64String("certificate-authority-data", Encoding.UTF8.GetBytes(pem));
            if (settings.Proxy is { } proxy)
                json.WriteString("proxy-url", proxy.OriginalString);
            if (settings.DisableCompression)
                json.WriteBoolean("disable-compression", value: true);
            WriteConfig(json, cluster);
            json.WriteEndObject();
        }

        return buffer.ToArray();
    }

    private static void WriteConfig(Utf8JsonWriter json, ConfigMap cluster)
    {
        json.WritePropertyName("config");
        foreach (var entry in cluster.Maps("extensions"))
        {
            if (entry.Text("name")?.Value != ExtensionName || entry.Find("extension") is not { } extension)
                continue;
            Write(json, extension, entry);
            return;
        }

        json.WriteNullValue();
    }

    private static void Write(Utf8JsonWriter json, YamlNode extension, ConfigMap entry)
    {
        try
        {
            YamlToJson.Write(json, extension, MostDepth);
        }
        catch (FormatException e)
        {
            throw entry.Error($"extension {ExtensionName} {e.Message}");
        }
    }
}
