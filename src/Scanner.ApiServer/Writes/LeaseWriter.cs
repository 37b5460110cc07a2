using System.Text;
using System.Text.Json.Nodes;
using Scanner.ApiServer.Models;
using k8s.Models;

namespace Scanner.ApiServer.Writes;

/// <summary>Writes Leases. An update changes the fields of <see cref="LeaseSpec"/> in what was read and no others.</summary>
internal static class LeaseWriter
{
    private static readonly string[] s_ours = ["holderIdentity", "leaseDurationSeconds", "acquireTime", "renewTime", "leaseTransitions"];

    /// <summary>The body of a create.</summary>
    public static byte[] Create(string ns, string name, LeaseSpec spec) => Update(new Lease(ns, name, "", spec), spec);

    /// <summary>The body of an update: <paramref name="lease"/> as it was read, with another spec.</summary>
    public static byte[] Update(Lease lease, LeaseSpec spec)
    {
        var stored = JsonNode.Parse(lease.Json)!.AsObject();
        if (stored["spec"] is JsonObject fields)
        {
            foreach (var field in s_ours)
                fields.Remove(field);
        }

        Lay(JsonNode.Parse(ApiModels.Lease.Write(Known(lease, spec)))!.AsObject(), stored);
        return Encoding.UTF8.GetBytes(stored.ToJsonString());
    }

    private static V1Lease Known(Lease lease, LeaseSpec spec) => new()
    {
        ApiVersion = "coordination.k8s.io/v1",
        Kind = V1Lease.KubeKind,
        Metadata = new V1ObjectMeta
        {
            NamespaceProperty = lease.Namespace,
            Name = lease.Name,
            ResourceVersion = lease.ResourceVersion.Length > 0 ? lease.ResourceVersion : null,
        },
        Spec = new V1LeaseSpec
        {
            HolderIdentity = spec.HolderIdentity,
            LeaseDurationSeconds = spec.LeaseDurationSeconds,
            AcquireTime = spec.AcquireTime?.UtcDateTime,
            RenewTime = spec.RenewTime?.UtcDateTime,
            LeaseTransitions = spec.LeaseTransitions,
        },
    };

    private static void Lay(JsonObject top, JsonObject below)
    {
        foreach (var (name, value) in top)
        {
            if (value is JsonObject inner && below[name] is JsonObject existing)
                Lay(inner, existing);
            else
                below[name] = value?.DeepClone();
        }
    }
}
