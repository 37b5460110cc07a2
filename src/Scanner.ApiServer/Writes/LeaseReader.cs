using System.Text;
using System.Text.Json;
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
        var json = reader.ReadRawJson();
        try
        {
            return LeaseJson.Read(Encoding.UTF8.GetString(json));
        }
        catch (Exception e) when (e is JsonException or ArgumentException or InvalidOperationException)
        {
            // Too deep, a key that stands there twice, a text that is not Unicode.
            throw new WireFormatException($"the Lease cannot be read: {e.Message}", e);
        }
    }
}
