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

    /// <returns>False when the Lease was given back; null when a fault answered in the place of the server, which holds something else.</returns>
    public bool? Wrote(HttpRequestMessage request, TimeSpan sent, ClusterStore store)
    {
        using var body = JsonDocument.Parse(request.Content!.ReadAsStream());
        var (metadata, spec) = (body.RootElement.GetProperty("metadata"), body.RootElement.GetProperty("spec"));
        var stored = store.Get("coordination.k8s.io", "leases", "kube-system", metadata.GetProperty("name").GetString()!)?["spec"];
        if (stored is null || !Array.TrueForAll(["holderIdentity", "renewTime"], f => Text(spec, f) == (stored[f]?.GetValue<string>() ?? "")))
            return null;
        Renewed = sent;
        return Text(spec, "holderIdentity").Length > 0;
    }

    private static string Text(JsonElement spec, string field) => spec.TryGetProperty(field, out var value) ? value.GetString() ?? "" : "";
}
