using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Scanner.Simulator.Api;
using Scanner.Simulator.Catalog;
using Scanner.Simulator.Objects;
using Scanner.Simulator.Protobuf;
using Scanner.Simulator.Storage;

namespace Scanner.Simulator.Serving;

/// <summary>Encodes objects, lists and events in the representation that was chosen. Large lists are put together from kept bytes.</summary>
internal static class ObjectEncoder
{
    private const string MetaVersion = "meta.k8s.io/v1";

    public static byte[] Object(ResourceType type, StoredObject obj, Representation form, TimeProvider time)
    {
        if (form.IsTable)
            return JsonText.ToBytes(TableRenderer.Render(type, new ListPage([obj], obj.Version, null, null), time));
        if (form.IsMetadata)
            return Metadata(type, obj, form);
        return form.IsProtobuf
            ? ProtobufEnvelope.Wrap(type.ApiVersion, type.Kind, Message(type, obj))
            : Json(type, obj);
    }

    public static byte[] List(ResourceType type, ListPage page, Representation form, TimeProvider time)
    {
        if (form.IsTable)
            return JsonText.ToBytes(TableRenderer.Render(type, page, time));
        if (form.IsMetadata)
            return MetadataList(type, page, form);
        return form.IsProtobuf
            ? ProtobufEnvelope.Wrap(type.ApiVersion, type.ListKind, ProtobufEnvelope.List(ListMeta(page), page.Items.Select(i => Message(type, i))))
            : JsonList(type, page);
    }

    /// <summary>A Status, in protobuf too when it was asked for.</summary>
    public static byte[] Status(ApiStatus status, Representation form) => form.IsProtobuf
        ? ProtobufEnvelope.Wrap("v1", "Status", ProtobufEncoder.Encode("Status", status.Body))
        : JsonText.ToBytes(status.Body);

    /// <summary>A watch event around an encoded object.</summary>
    public static byte[] Event(string type, byte[] obj, Representation form) => form.IsProtobuf
        ? ProtobufEnvelope.Frame(type, obj)
        : [.. Encoding.UTF8.GetBytes($"{{\"type\":\"{type}\",\"object\":"), .. obj, (byte)'}', (byte)'\n'];

    /// <summary>The metadata of a list, as JSON.</summary>
    public static JsonObject ListMetadata(ResourceType type, ListPage page)
    {
        var metadata = new JsonObject { ["resourceVersion"] = page.Version.ToString(CultureInfo.InvariantCulture) };
        if (page.Continue is not null || type.Custom is not null)
            metadata["continue"] = page.Continue ?? "";
        if (page.Remaining is { } remaining)
            metadata["remainingItemCount"] = remaining;
        return metadata;
    }

    private static byte[] Json(ResourceType type, StoredObject obj) => [.. TypeMeta(type.Kind, type.ApiVersion), .. obj.BodyFor(type).AsSpan(1)];

    private static byte[] TypeMeta(string kind, string apiVersion) => Encoding.UTF8.GetBytes($"{{\"kind\":\"{kind}\",\"apiVersion\":\"{apiVersion}\",");

    // Items of built-in lists have no kind of their own, those of custom resources do.
    private static byte[] JsonList(ResourceType type, ListPage page)
    {
        var itemStart = type.Custom is null ? "{"u8.ToArray() : TypeMeta(type.Kind, type.ApiVersion);
        var buffer = new ArrayBufferWriter<byte>(1024 + page.Items.Sum(i => i.Body.Length + itemStart.Length));
        buffer.Write(TypeMeta(type.ListKind, type.ApiVersion));
        buffer.Write("\"metadata\":"u8);
        buffer.Write(JsonText.ToBytes(ListMetadata(type, page)));
        buffer.Write(",\"items\":["u8);
        for (var i = 0; i < page.Items.Count; i++)
        {
            if (i > 0)
                buffer.Write(","u8);
            buffer.Write(itemStart);
            buffer.Write(page.Items[i].BodyFor(type).AsSpan(1));
        }

        buffer.Write("]}"u8);
        return buffer.WrittenSpan.ToArray();
    }

    private static byte[] Message(ResourceType type, StoredObject obj) => obj.Protobuf(json => ProtobufEncoder.Encode(type.Kind, json));

    private static byte[] ListMeta(ListPage page)
    {
        var metadata = new JsonObject
        {
            ["resourceVersion"] = page.Version.ToString(CultureInfo.InvariantCulture),
            ["continue"] = page.Continue,
            ["remainingItemCount"] = page.Remaining,
        };
        return ProtobufEncoder.Encode("ListMeta", metadata);
    }

    private static byte[] Metadata(ResourceType type, StoredObject obj, Representation form)
    {
        var partial = Partial(type, obj);
        return form.IsProtobuf
            ? ProtobufEnvelope.Wrap(MetaVersion, "PartialObjectMetadata", ProtobufEncoder.Encode("PartialObjectMetadata", partial))
            : JsonText.ToBytes(partial);
    }

    private static byte[] MetadataList(ResourceType type, ListPage page, Representation form)
    {
        if (form.IsProtobuf)
        {
            var items = page.Items.Select(i => ProtobufEncoder.Encode("PartialObjectMetadata", Partial(type, i)));
            return ProtobufEnvelope.Wrap(MetaVersion, "PartialObjectMetadataList", ProtobufEnvelope.List(ListMeta(page), items));
        }

        return JsonText.ToBytes(new JsonObject
        {
            ["kind"] = "PartialObjectMetadataList",
            ["apiVersion"] = MetaVersion,
            ["metadata"] = ListMetadata(type, page),
            ["items"] = new JsonArray([.. page.Items.Select(i => Partial(type, i))]),
        });
    }

    /// <summary>An object reduced to its metadata.</summary>
    public static JsonObject Partial(ResourceType type, StoredObject obj) => new()
    {
        ["kind"] = "PartialObjectMetadata",
        ["apiVersion"] = MetaVersion,
        ["metadata"] = obj.Parse(type)["metadata"]!.DeepClone(),
    };
}
