namespace Scanner.ApiServer.Wire;

/// <summary>
/// A forward reader of one API object in either encoding, so that what is read is written down once.
/// Repeated fields and maps appear once per element, as does a message that JSON inlines: once per field. Its occurrences belong together.
/// Readers are structs: a copy reads the same object again.
/// Every method throws <see cref="WireFormatException"/>, and nothing else, for bytes that are not what they should be.
/// </summary>
public interface IWireReader
{
    /// <summary>Goes into the object that stands here; <see cref="Leave"/> takes what this returns.</summary>
    long Enter();

    /// <summary>Goes to the next field of the object that <paramref name="fields"/> wants; false at its end.</summary>
    bool Next<TField>(Fields<TField> fields, out TField field)
        where TField : struct, Enum;

    /// <summary>Goes to the next occurrence of the only field that is wanted; false at the end of the object.</summary>
    bool Next(OneField field);

    /// <summary>Returns to the object around, after <c>Next</c> gave false.</summary>
    void Leave(long scope);

    /// <summary>Passes over the value that stands here.</summary>
    void Skip();

    /// <summary>
    /// The bytes of the message that stands here, without passing over it: two of the same bytes say the same. False where a message has no
    /// bytes of its own, as in JSON, which says the same in many ways.
    /// </summary>
    bool TryPeekEncoding(out ReadOnlySpan<byte> encoding);

    string ReadString();

    /// <summary>A text or bytes, valid until the reader's buffer is reused.</summary>
    ReadOnlySpan<byte> ReadUtf8();

    bool ReadBool();

    long ReadInt64();

    /// <summary>A <c>meta/v1 Time</c>.</summary>
    DateTimeOffset ReadTime();

    /// <summary>One entry of a <c>map&lt;string, string&gt;</c>.</summary>
    void ReadMapEntry(out ReadOnlySpan<byte> key, out ReadOnlySpan<byte> value);

    /// <summary>A value that is JSON in both encodings, such as <c>fieldsV1</c>. Nothing says that it is well-formed.</summary>
    ReadOnlySpan<byte> ReadRawJson();
}
