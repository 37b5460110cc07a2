using System.Buffers;
using System.Text.Json;
using Scanner.Core;
using Scanner.Core.Admission.Policies;
using Scanner.Policies.AdmissionPolicies;
using Scanner.Policies.Matching;
using Scanner.Policies.Webhooks;

namespace Scanner.Policies.Engines;

/// <summary>The Deployments off whose images the versions of engines are read: where they are, and what of them is kept.</summary>
public static class EngineDeployments
{
    public const string Group = "apps";
    public const string Kind = "Deployment";

    /// <summary>Where the Services are that answer for engines whose images tell a version. A name that no namespace can have is left out.</summary>
    /// <param name="objects">Webhook registrations among others.</param>
    /// <param name="engine">One engine alone; null for all.</param>
    public static IEnumerable<string> Namespaces(IEnumerable<JsonElement> objects, string? engine = null) => objects
        .Where(o => MatchReader.Text(o, "kind") is WebhookRegistry.ValidatingKind or WebhookRegistry.MutatingKind)
        .SelectMany(WebhookReader.Read)
        .Where(w => EngineVersions.Repository(w.Owner.Engine) is not null && (engine is null || engine == w.Owner.Engine))
        .Select(w => w.Service?.Namespace)
        .OfType<string>()
        .Where(n => DnsName.IsLabel(n))
        .Distinct(StringComparer.Ordinal);

    /// <summary>
    /// Name, namespace, images and the variable that names Kyverno's ConfigMap alone, so that nothing else of a Deployment counts as a change and
    /// nothing secret is kept. Null where no image is that of an engine.
    /// </summary>
    public static JsonElement? Kept(JsonElement deployment)
    {
        var containers = EngineVersions.Containers(EngineVersions.Template(deployment)).ToList();
        if (!EngineNames.All.Any(e => containers.Exists(c => EngineVersions.IsOf(MatchReader.Text(c, "image"), e))))
            return null;
        var metadata = MatchReader.Child(deployment, "metadata");
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("apiVersion", Group + "/v1");
            json.WriteString("kind", Kind);
            json.WriteStartObject("metadata");
            json.WriteString("namespace", MatchReader.Text(metadata, "namespace"));
            json.WriteString("name", MatchReader.Text(metadata, "name"));
            json.WriteEndObject();
            foreach (var part in (string[])["spec", "template", "spec"])
                json.WriteStartObject(part);
            json.WriteStartArray("containers");
            foreach (var container in containers)
                WriteKept(json, container);
            json.WriteEndArray();
            for (var open = 0; open < 4; open++)
                json.WriteEndObject();
        }

        using var document = JsonDocument.Parse(buffer.WrittenMemory);
        return document.RootElement.Clone();
    }

    private static void WriteKept(Utf8JsonWriter json, JsonElement container)
    {
        json.WriteStartObject();
        json.WriteString("image", MatchReader.Text(container, "image"));
        json.WriteStartArray("env");
        foreach (var variable in MatchReader.Items(container, "env").Where(v => MatchReader.Text(v, "name") == KyvernoConfigMap.Variable))
            variable.WriteTo(json);
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
