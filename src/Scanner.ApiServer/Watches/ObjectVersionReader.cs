using Scanner.ApiServer.Wire;

namespace Scanner.ApiServer.Watches;

/// <summary>Reads <c>metadata.resourceVersion</c> of any object, and the annotation that ends a streamed list; leaves the rest unread.</summary>
internal static class ObjectVersionReader
{
    private static readonly OneField s_metadata = new(1, "metadata");
    private static readonly Fields<MetaField> s_meta = new(MetaField.Annotations);

    private enum MetaField
    {
        ResourceVersion = 6,
        Annotations = 12,
    }

    /// <param name="reader">A copy: the object is to be read again.</param>
    public static ObjectVersion Read<TReader>(TReader reader)
        where TReader : struct, IWireReader, allows ref struct
    {
        var (version, end) = ("", false);
        reader.Enter();
        if (!reader.Next(s_metadata))
            return default;
        var scope = reader.Enter();
        while (reader.Next(s_meta, out var field))
        {
            switch (field)
            {
                case MetaField.ResourceVersion:
                    version = reader.ReadString();
                    break;
                case MetaField.Annotations:
                    reader.ReadMapEntry(out var key, out var value);
                    end |= key.SequenceEqual("k8s.io/initial-events-end"u8) && value.SequenceEqual("true"u8);
                    break;
                default:
                    throw FieldTable.Unread(field);
            }
        }

        reader.Leave(scope);
        return new ObjectVersion(version, end);
    }
}
