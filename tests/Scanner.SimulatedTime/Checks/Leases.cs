using System.Text.Json;
using Scanner.Simulator.Storage;

namespace Scanner.SimulatedTime.Checks;

/// <summary>What one replica wrote to the Lease.</summary>
internal sealed class Leases
{
    /// <summary>A leader stops so long after it sent the last renewal that succeeded.</summary>
    public static readonly TimeSpan Term = TimeSpan.FromSeconds(10);

    /// <summary>When the last write that succeeded was sent.</summary>
    public TimeSpan Renewed { get; private set; }

    public static bool IsLease(HttpRequestMessage request) => request.RequestUri!.AbsolutePath.Contains("/leases", StringComparison.Ordinal);

    /// <summary>What a request wrote is what is there now.</summary>
    public static bool IsStored(HttpRequestMessage request, ClusterStore store)
    {
        using var body = JsonDocument.Parse(request.Content!.ReadAsStream());
        var (metadata, spec) = (body.RootElement.GetProperty("metadata"), body.RootElement.GetProperty("spec"));
        var lease = store.Get("coordination.k8s.io", "leases", "kube-system", metadata.GetProperty("name").GetString()!)?["spec"];
        return lease is not null && Array.TrueForAll(["holderIdentity", "renewTime"], f => Text(spec, f) == (lease[f]?.GetValue<string>() ?? ""));
    }

    private static string Text(JsonElement spec, string field) => spec.TryGetProperty(field, out var value) ? value.GetString() ?? "" : "";

    /// <returns>False when the Lease was given back.</returns>
    public bool Wrote(HttpRequestMessage request, TimeSpan sent)
    {
        Renewed = sent;
        using var body = JsonDocument.Parse(request.Content!.ReadAsStream());
        return body.RootElement.GetProperty("spec").TryGetProperty("holderIdentity", out var holder) && holder.GetString() is { Length: > 0 };
    }
}
