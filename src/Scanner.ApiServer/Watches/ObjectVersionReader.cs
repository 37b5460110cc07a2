using Scanner.ApiServer.Wire;

namespace Scanner.ApiServer.Watches;

/// <summary>Reads <c>metadata.resourceVersion</c> of any object, and the annotation that ends a streamed list; leaves the rest unread.</summary>
internal static class ObjectVersionReader
{
    private static readonly FieldTable s_object = new((1, "metadata"));
    private static readonly FieldTable s_meta = new([12], (6, "resourceVersion"), (12, "annotations"));

    /// <param name="reader">A copy: the object is to be read again.</param>
    public static ObjectVersion Read<TReader>(TReader reader)
        where TReader : struct, IWireReader, allows ref struct
    {
        var (version, end) = ("", false);
        reader.Enter();
        if (!reader.Next(s_object, out _))
            return default;
        var scope = reader.Enter();
        while (reader.Next(s_meta, out var field))
        {
            if (field == 6)
            {
                version = reader.ReadString();
            }
            else
            {
                reader.ReadMapEntry(out var key, out var value);
                end |= key.SequenceEqual("k8s.io/initial-events-end"u8) && value.SequenceEqual("true"u8);
            }
        }

        reader.Leave(scope);
        return new ObjectVersion(version, end);
    }
}
