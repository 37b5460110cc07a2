using System.Text;
using Scanner.ApiServer.Models;
using Scanner.ApiServer.Wire;
using k8s.Models;

namespace Scanner.ApiServer.Writes;

/// <summary>Reads a Lease and keeps its text, because an update must send back the fields that the model does not know.</summary>
internal sealed class LeaseReader : IObjectReader<Lease>
{
    public static readonly LeaseReader Instance = new();

    public bool JsonOnly => true;

    public Lease Read<TReader>(ref TReader reader)
        where TReader : struct, IWireReader, allows ref struct
    {
        var text = reader;
        var lease = ApiModels.Lease.Read(ref reader);
        text.Enter();
        var metadata = lease.Metadata ?? throw new WireFormatException("the Lease has no metadata");
        return new Lease(metadata.NamespaceProperty ?? "", metadata.Name ?? "", metadata.ResourceVersion ?? "", Spec(lease.Spec))
        {
            Json = Encoding.UTF8.GetString(text.ReadRawJson()),
        };
    }

    private static LeaseSpec Spec(V1LeaseSpec? spec) => new()
    {
        HolderIdentity = spec?.HolderIdentity ?? "",
        LeaseDurationSeconds = spec?.LeaseDurationSeconds,
        AcquireTime = spec?.AcquireTime,
        RenewTime = spec?.RenewTime,
        LeaseTransitions = spec?.LeaseTransitions ?? 0,
    };
}
