namespace Scanner.ApiServer.Wire;

/// <summary>
/// The wrapping of protobuf bodies: the bytes <c>k8s\0</c>, then a <c>runtime.Unknown</c> whose <c>raw</c> is the object
/// (https://kubernetes.io/docs/reference/using-api/api-concepts/#protobuf-encoding-idl).
/// </summary>
internal static class Envelope
{
    public const string ProtobufMediaType = "application/vnd.kubernetes.protobuf";

    private static readonly Fields<UnknownField> s_unknown = new();
    private static readonly OneField s_typeMetaKind = new(2, "kind");

    private enum UnknownField
    {
        TypeMeta = 1,
        Raw = 2,
    }

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
            switch (field)
            {
                case UnknownField.TypeMeta:
                    kind = ReadKind(ref reader);
                    break;
                case UnknownField.Raw:
                    raw = reader.ReadUtf8();
                    break;
                default:
                    throw FieldTable.Unread(field);
            }
        }

        reader.Leave(scope);
        return raw;
    }

    private static string ReadKind(ref ProtobufWireReader reader)
    {
        var kind = "";
        var scope = reader.Enter();
        while (reader.Next(s_typeMetaKind))
            kind = reader.ReadString();
        reader.Leave(scope);
        return kind;
    }
}
