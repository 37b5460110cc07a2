using System.Text;
using System.Text.Json;

namespace Scanner.ApiServer.Connections.Exec;

/// <summary>The ExecCredential that a plugin finds in <c>KUBERNETES_EXEC_INFO</c>.</summary>
internal static class ExecCredentialRequest
{
    public const string Variable = "KUBERNETES_EXEC_INFO";

    public static string Write(ExecPlugin plugin, bool interactive)
    {
        var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("kind", "ExecCredential");
            json.WriteString("apiVersion", plugin.ApiVersion);
            json.WriteStartObject("spec");
            if (plugin.ClusterInfo is { } cluster)
            {
                json.WritePropertyName("cluster");
                json.WriteRawValue(cluster.Span);
            }

            json.WriteBoolean("interactive", interactive);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }
}
