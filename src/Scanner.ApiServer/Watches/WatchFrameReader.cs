using Scanner.ApiServer.Answers;
using Scanner.ApiServer.Wire;

namespace Scanner.ApiServer.Watches;

/// <summary>Reads one <c>meta/v1 WatchEvent</c> and hands it on.</summary>
internal sealed class WatchFrameReader<T>(bool protobuf, IObjectReader<T> objects, IWatchSink<T> sink)
{
    private static readonly OneField s_type = new(1, "type");
    private static readonly OneField s_object = new(2, "object");
    private static readonly OneField s_raw = new(1, "raw");

    /// <summary>Null to go on, or how the watch ends.</summary>
    /// <exception cref="WireFormatException">It is no event.</exception>
    public WatchEnd? Read(ReadOnlySpan<byte> frame)
    {
        if (protobuf)
        {
            var reader = new ProtobufWireReader(frame);
            var type = ReadType(reader);
            reader.Enter();
            if (!reader.Next(s_object))
                throw new WireFormatException("a watch event without an object");
            reader.Enter();
            var raw = reader.Next(s_raw) ? reader.ReadUtf8() : throw new WireFormatException("a watch event without an object");
            return Take(type, new ProtobufWireReader(Envelope.Open(raw, out _)));
        }

        var json = new JsonWireReader(frame);
        var name = ReadType(json);
        if (name.Length == 0 && BodyKind.Of(frame, protobuf: false) == "Status")
            return new WatchEnd.Refused(StatusReader.Instance.Read(ref json));
        json.Enter();
        return json.Next(s_object) ? Take(name, json) : throw new WireFormatException("a watch event without an object");
    }

    // Nothing says that the type comes first.
    private static string ReadType<TReader>(TReader reader)
        where TReader : struct, IWireReader, allows ref struct
    {
        reader.Enter();
        return reader.Next(s_type) ? reader.ReadString() : "";
    }

    private WatchEnd? Take<TReader>(string type, TReader reader)
        where TReader : struct, IWireReader, allows ref struct
    {
        switch (type)
        {
            case "ADDED":
                return Take(WatchEventType.Added, reader);
            case "MODIFIED":
                return Take(WatchEventType.Modified, reader);
            case "DELETED":
                return Take(WatchEventType.Deleted, reader);
            case "BOOKMARK":
                var bookmark = ObjectVersionReader.Read(reader);
                sink.Bookmark(bookmark.ResourceVersion, bookmark.InitialEventsEnd);
                return null;
            case "ERROR":
                return new WatchEnd.Refused(StatusReader.Instance.Read(ref reader));
            default:
                throw new WireFormatException($"a watch event of type '{type}'");
        }
    }

    private WatchEnd? Take<TReader>(WatchEventType type, TReader reader)
        where TReader : struct, IWireReader, allows ref struct
    {
        var version = ObjectVersionReader.Read(reader);
        return sink.Event(type, objects.Read(ref reader), version.ResourceVersion) ? null : new WatchEnd.Stopped();
    }
}
