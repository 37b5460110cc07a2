using System.Text.Json;
using Scanner.Core.Cluster;

namespace Scanner.Core.Admission.Probes;

/// <summary>The bodies that probes send, as UTF-8 JSON.</summary>
public static class ProbeManifest
{
    /// <summary>Strategic merge patch for <c>pods/NAME/ephemeralcontainers</c>: adds one container.</summary>
    public static ReadOnlyMemory<byte> EphemeralContainerPatch(ProbeProfile profile, string containerName, string image) =>
        Write(json =>
        {
            json.WriteStartObject("spec");
            json.WriteStartArray("ephemeralContainers");
            WriteContainer(json, containerName, image, ProbeSecurityContext.Of(profile));
            json.WriteEndArray();
            json.WriteEndObject();
        });

    /// <summary>
    /// A pod with one regular container and nothing else that asks for a privilege: no service account token, no volumes.
    /// It names no resources either, so a policy that demands them refuses it whatever the profile.
    /// </summary>
    public static ReadOnlyMemory<byte> RegularPod(ProbeProfile profile, string containerName, string image) =>
        Write(json =>
        {
            json.WriteString("apiVersion", "v1");
            json.WriteString("kind", "Pod");
            json.WriteStartObject("metadata");
            json.WriteString("generateName", ProbeNames.Prefix);
            json.WriteEndObject();
            json.WriteStartObject("spec");
            json.WriteBoolean("automountServiceAccountToken", false);
            json.WriteStartArray("containers");
            WriteContainer(json, containerName, image, ProbeSecurityContext.Of(profile));
            json.WriteEndArray();
            json.WriteEndObject();
        });

    /// <summary>The container alone, as a pod has it among its own.</summary>
    public static ReadOnlyMemory<byte> Container(ProbeProfile profile, string name, string image) =>
        Write(json => WriteFields(json, name, image, ProbeSecurityContext.Of(profile)));

    private static ReadOnlyMemory<byte> Write(Action<Utf8JsonWriter> body)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            body(json);
            json.WriteEndObject();
        }

        return stream.ToArray();
    }

    private static void WriteContainer(Utf8JsonWriter json, string name, string image, SecurityContextFacts? context)
    {
        json.WriteStartObject();
        WriteFields(json, name, image, context);
        json.WriteEndObject();
    }

    private static void WriteFields(Utf8JsonWriter json, string name, string image, SecurityContextFacts? context)
    {
        json.WriteString("name", name);
        json.WriteString("image", image);
        if (context is not null)
            WriteSecurityContext(json, context);
    }

    private static void WriteSecurityContext(Utf8JsonWriter json, SecurityContextFacts context)
    {
        json.WriteStartObject("securityContext");
        if (context.Privileged is { } privileged)
            json.WriteBoolean("privileged", privileged);
        if (context.AllowPrivilegeEscalation is { } escalation)
            json.WriteBoolean("allowPrivilegeEscalation", escalation);
        if (context.RunAsNonRoot is { } nonRoot)
            json.WriteBoolean("runAsNonRoot", nonRoot);
        if (context.RunAsUser is { } user)
            json.WriteNumber("runAsUser", user);
        if (context.AddedCapabilities.Length + context.DroppedCapabilities.Length > 0)
        {
            json.WriteStartObject("capabilities");
            WriteList(json, "add", context.AddedCapabilities);
            WriteList(json, "drop", context.DroppedCapabilities);
            json.WriteEndObject();
        }

        if (context.SeccompProfile is { } seccomp)
        {
            json.WriteStartObject("seccompProfile");
            json.WriteString("type", seccomp);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void WriteList(Utf8JsonWriter json, string name, IReadOnlyList<string> values)
    {
        if (values.Count == 0)
            return;
        json.WriteStartArray(name);
        foreach (var value in values)
            json.WriteStringValue(value);
        json.WriteEndArray();
    }
}
