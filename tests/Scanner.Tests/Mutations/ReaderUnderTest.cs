using Scanner.ApiServer.Wire;

namespace Scanner.Tests.Mutations;

/// <summary>A reader that is given bytes of any kind.</summary>
/// <param name="typeName">Name of its type.</param>
internal abstract class ReaderUnderTest(string typeName)
{
    public string TypeName { get; } = typeName;

    /// <summary>Bytes that it read.</summary>
    public long Read { get; set; }

    /// <summary>Bytes that it refused with the wire error.</summary>
    public long Refused { get; set; }

    public abstract void ReadJson(ReadOnlySpan<byte> json);

    public abstract void ReadProtobuf(ReadOnlySpan<byte> message);
}

/// <inheritdoc cref="ReaderUnderTest"/>
internal sealed class ReaderUnderTest<T>(IObjectReader<T> reader) : ReaderUnderTest(reader.GetType().Name)
{
    public override void ReadJson(ReadOnlySpan<byte> json)
    {
        var wire = new JsonWireReader(json);
        reader.Read(ref wire);
    }

    public override void ReadProtobuf(ReadOnlySpan<byte> message)
    {
        var wire = new ProtobufWireReader(message);
        reader.Read(ref wire);
    }
}
