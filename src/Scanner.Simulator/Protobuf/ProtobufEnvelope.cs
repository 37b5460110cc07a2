using System.Buffers.Binary;

namespace Scanner.Simulator.Protobuf;

/// <summary>What stands around a message: the magic bytes with the type's name, and frames in a watch.</summary>
internal static class ProtobufEnvelope
{
    private static ReadOnlySpan<byte> Magic => [(byte)'k', (byte)'8', (byte)'s', 0];

    /// <summary>A <c>runtime.Unknown</c> behind the magic bytes.</summary>
    public static byte[] Wrap(string apiVersion, string kind, ReadOnlySpan<byte> message)
    {
        var type = new ProtobufWriter();
        type.WriteText(1, apiVersion);
        type.WriteText(2, kind);
        var unknown = new ProtobufWriter();
        unknown.WriteMessage(1, type);
        unknown.WriteBytes(2, message);
        unknown.WriteText(3, "");
        unknown.WriteText(4, "");
        return [.. Magic, .. unknown.Written];
    }

    /// <summary>One frame of a watch: length, then a <c>WatchEvent</c> that holds a wrapped object.</summary>
    public static byte[] Frame(string type, ReadOnlySpan<byte> wrapped)
    {
        var raw = new ProtobufWriter();
        raw.WriteBytes(1, wrapped);
        var watchEvent = new ProtobufWriter();
        watchEvent.WriteText(1, type);
        watchEvent.WriteMessage(2, raw);
        var frame = new byte[4 + watchEvent.Written.Length];
        BinaryPrimitives.WriteInt32BigEndian(frame, watchEvent.Written.Length);
        watchEvent.Written.CopyTo(frame.AsSpan(4));
        return frame;
    }

    /// <summary>A list message: metadata in field 1, encoded items in field 2.</summary>
    public static byte[] List(ReadOnlySpan<byte> metadata, IEnumerable<byte[]> items)
    {
        var list = new ProtobufWriter();
        list.WriteBytes(1, metadata);
        foreach (var item in items)
            list.WriteBytes(2, item);
        return list.ToArray();
    }
}
