namespace Scanner.ApiServer.Wire;

/// <summary>
/// The wrapping of protobuf bodies: the bytes <c>k8s\0</c>, then a <c>runtime.Unknown</c> whose <c>raw</c> is the object
/// (https://kubernetes.io/docs/reference/using-api/api-concepts/#protobuf-encoding-idl).
/// </summary>
internal static class Envelope
{
    public const string ProtobufMediaType = "application/vnd.kubernetes.protobuf";

    private static readonly FieldTable s_unknown = new((1, "typeMeta"), (2, "raw"));
    private static readonly FieldTable s_typeMeta = new((1, "apiVersion"), (2, "kind"));

    /// <summary>The object inside and its kind.</summary>
    public static ReadOnlySpan<byte> Open(ReadOnlySpan<byte> body, out string kind)
    {
        if (!body.StartsWith("k8s\0"u8))
            throw new WireFormatException("the protobuf answer does not start with k8s\\0");
        kind = "";
        ReadOnlySpan<byte> raw = default;
        var reader = new ProtobufWireReader(body[4..]);
        var scope = reader.Enter();
        while (reader.Next(s_unknown, out var field))
        {
            if (field == 1)
                kind = ReadKind(ref reader);
            else
                raw = reader.ReadUtf8();
        }

        reader.Leave(scope);
        return raw;
    }

    private static string ReadKind(ref ProtobufWireReader reader)
    {
        var kind = "";
        var scope = reader.Enter();
        while (reader.Next(s_typeMeta, out var field))
        {
            if (field == 2)
                kind = reader.ReadString();
            else
                reader.Skip();
        }

        reader.Leave(scope);
        return kind;
    }
}
