using System.Text;
using Scanner.ApiServer.Wire;

namespace Scanner.ApiServer.Writes;

/// <summary>Takes the whole object as text. Leases are asked for as JSON only: what is not understood can then be sent back.</summary>
internal sealed class LeaseReader : IObjectReader<Lease>
{
    public static readonly LeaseReader Instance = new();

    public Lease Read<TReader>(ref TReader reader)
        where TReader : struct, IWireReader, allows ref struct
    {
        reader.Enter();
        return LeaseJson.Read(Encoding.UTF8.GetString(reader.ReadRawJson()));
    }
}
