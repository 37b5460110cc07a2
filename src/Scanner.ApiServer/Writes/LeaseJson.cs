using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Scanner.ApiServer.Wire;

namespace Scanner.ApiServer.Writes;

/// <summary>A Lease from and to JSON. Reading keeps the text; writing changes the fields of <see cref="LeaseSpec"/> in it and no others.</summary>
internal static class LeaseJson
{
    /// <summary>A <c>meta/v1 MicroTime</c>: always six digits, always UTC.</summary>
    private const string MicroTime = "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'";

    /// <exception cref="WireFormatException">It is no Lease.</exception>
    public static Lease Read(string json)
    {
        var root = JsonNode.Parse(json) as JsonObject ?? throw new WireFormatException("the Lease is no JSON object");
        var metadata = root["metadata"] as JsonObject ?? throw new WireFormatException("the Lease has no metadata");
        var spec = root["spec"] as JsonObject ?? [];
        return new Lease(Text(metadata, "namespace"), Text(metadata, "name"), Text(metadata, "resourceVersion"), new LeaseSpec
        {
            HolderIdentity = Text(spec, "holderIdentity"),
            LeaseDurationSeconds = Number(spec, "leaseDurationSeconds"),
            AcquireTime = Time(spec, "acquireTime"),
            RenewTime = Time(spec, "renewTime"),
            LeaseTransitions = Number(spec, "leaseTransitions") ?? 0,
        }) { Json = json };
    }

    /// <summary>The body of a create.</summary>
    public static byte[] Write(string ns, string name, LeaseSpec spec) => Write(new Lease(ns, name, "", spec), spec);

    /// <summary>The body of an update: <paramref name="lease"/> as it was read, with another spec.</summary>
    public static byte[] Write(Lease lease, LeaseSpec spec)
    {
        var root = JsonNode.Parse(lease.Json)!.AsObject();
        root["apiVersion"] = "coordination.k8s.io/v1";
        root["kind"] = "Lease";
        var metadata = ObjectIn(root, "metadata");
        metadata["namespace"] = lease.Namespace;
        metadata["name"] = lease.Name;
        if (lease.ResourceVersion.Length > 0)
            metadata["resourceVersion"] = lease.ResourceVersion;
        var fields = ObjectIn(root, "spec");
        fields["holderIdentity"] = spec.HolderIdentity;
        Set(fields, "leaseDurationSeconds", spec.LeaseDurationSeconds);
        Set(fields, "acquireTime", Print(spec.AcquireTime));
        Set(fields, "renewTime", Print(spec.RenewTime));
        fields["leaseTransitions"] = spec.LeaseTransitions;
        return JsonSerializer.SerializeToUtf8Bytes(root);
    }

    private static JsonObject ObjectIn(JsonObject parent, string name)
    {
        if (parent[name] is JsonObject existing)
            return existing;
        var created = new JsonObject();
        parent[name] = created;
        return created;
    }

    private static void Set(JsonObject parent, string name, JsonNode? value)
    {
        if (value is null)
            parent.Remove(name);
        else
            parent[name] = value;
    }

    private static string? Print(DateTimeOffset? time) => time?.ToUniversalTime().ToString(MicroTime, CultureInfo.InvariantCulture);

    private static string Text(JsonObject parent, string name) => parent[name] switch
    {
        null => "",
        JsonValue value when value.TryGetValue<string>(out var text) => text,
        _ => throw Unexpected(name, "a text"),
    };

    private static int? Number(JsonObject parent, string name) => parent[name] switch
    {
        null => null,
        JsonValue value when value.TryGetValue<int>(out var number) => number,
        _ => throw Unexpected(name, "a whole number"),
    };

    private static DateTimeOffset? Time(JsonObject parent, string name) => Text(parent, name) switch
    {
        "" => null,
        var text when DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) => time.ToUniversalTime(),
        _ => throw Unexpected(name, "an RFC 3339 time"),
    };

    private static WireFormatException Unexpected(string name, string wanted) => new($"{name} of the Lease is not {wanted}");
}
