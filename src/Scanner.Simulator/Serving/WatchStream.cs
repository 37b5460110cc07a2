using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Scanner.Simulator.Faults;
using Scanner.Simulator.Objects;
using Scanner.Simulator.Protobuf;
using Scanner.Simulator.Storage;

namespace Scanner.Simulator.Serving;

/// <summary>Writes the events of one watch, with the event faults that hit it.</summary>
internal sealed class WatchStream(ApiRequest request, Representation form, TimeProvider time)
{
    private readonly HttpResponse _response = request.Http.Response;
    private readonly OpenRequest _open = request.Http.Features.Get<OpenRequest>()!;
    private int _faultsLeft = request.Fault?.Events ?? 0;
    private (string Type, byte[] Object)? _held;

    public Task StartAsync()
    {
        _response.StatusCode = StatusCodes.Status200OK;
        _response.ContentType = form.IsProtobuf ? Representation.Protobuf + ";stream=watch" : "application/json";
        return _response.StartAsync(request.Http.RequestAborted);
    }

    public Task FlushAsync() => _response.Body.FlushAsync(request.Http.RequestAborted);

    /// <summary>Sends an object's event, unless a fault decides otherwise.</summary>
    public async Task WriteAsync(string type, StoredObject obj)
    {
        var encoded = ObjectEncoder.Object(request.Type, obj, form, time);
        if (_held is { } held)
        {
            _held = null;
            await WriteBothAsync(ObjectEncoder.Event(type, encoded, form), held);
            return;
        }

        var kind = _faultsLeft > 0 ? request.Fault?.Kind : null;
        switch (kind)
        {
            case FaultKind.LoseEvents:
                _faultsLeft--;
                break;
            case FaultKind.DuplicateEvents:
                _faultsLeft--;
                await WriteAsync(type, encoded);
                await WriteAsync(type, encoded);
                break;
            case FaultKind.ReorderEvents:
                _faultsLeft--;
                _held = (type, encoded);
                break;
            case FaultKind.BadJson:
                _faultsLeft--;
                await SendAsync("{\"type\":\"ADDED\",\"object\":{]}\n"u8.ToArray());
                break;
            case FaultKind.Truncated:
                _faultsLeft--;
                var whole = ObjectEncoder.Event(type, encoded, form);
                await SendAsync(whole.AsMemory(0, whole.Length / 2));
                await FlushAsync();
                request.Http.Abort();
                break;
            default:
                await WriteAsync(type, encoded);
                break;
        }
    }

    /// <summary>Sends an event around encoded bytes.</summary>
    public Task WriteAsync(string type, byte[] encoded) => SendAsync(ObjectEncoder.Event(type, encoded, form));

    /// <summary>An event that a fault holds back trades places with the bookmark: held for longer it would be lost to a watch that goes on from there.</summary>
    public async Task WriteBookmarkAsync(long version, bool initialEventsEnd)
    {
        var bookmark = ObjectEncoder.Event("BOOKMARK", Bookmark(version, initialEventsEnd), form);
        if (_held is not { } held)
        {
            await SendAsync(bookmark);
            return;
        }

        _held = null;
        await WriteBothAsync(bookmark, held);
    }

    /// <summary>In one piece: a connection that broke between the two would lose the event that was held back, and nobody could notice.</summary>
    private Task WriteBothAsync(byte[] first, (string Type, byte[] Object) held) => SendAsync((byte[])[.. first, .. ObjectEncoder.Event(held.Type, held.Object, form)]);

    private byte[] Bookmark(long version, bool initialEventsEnd)
    {
        var metadata = new JsonObject { ["resourceVersion"] = version.ToString(CultureInfo.InvariantCulture) };
        if (initialEventsEnd)
            metadata["annotations"] = new JsonObject { ["k8s.io/initial-events-end"] = "true" };
        var bookmark = new JsonObject
        {
            ["kind"] = form.IsMetadata ? "PartialObjectMetadata" : request.Type.Kind,
            ["apiVersion"] = form.IsMetadata ? "meta.k8s.io/v1" : request.Type.ApiVersion,
            ["metadata"] = metadata,
        };
        if (form.IsTable)
            return JsonText.ToBytes(TableBookmark(bookmark));
        if (form.IsProtobuf)
        {
            var message = ProtobufEncoder.Encode(bookmark["kind"]!.GetValue<string>(), bookmark);
            return ProtobufEnvelope.Wrap(bookmark["apiVersion"]!.GetValue<string>(), bookmark["kind"]!.GetValue<string>(), message);
        }

        // Go writes struct fields without omitempty even in an empty object.
        if (!form.IsMetadata && request.Type.Kind is "Namespace" or "Pod")
        {
            bookmark["spec"] = request.Type.Kind == "Pod" ? new JsonObject { ["containers"] = null } : new JsonObject();
            bookmark["status"] = new JsonObject();
        }

        return JsonText.ToBytes(bookmark);
    }

    private async Task SendAsync(ReadOnlyMemory<byte> bytes)
    {
        _open.Count(bytes.Length);
        await _response.Body.WriteAsync(bytes, request.Http.RequestAborted);
    }

    private static JsonObject TableBookmark(JsonObject bookmark) => new()
    {
        ["kind"] = "Table",
        ["apiVersion"] = "meta.k8s.io/v1",
        ["metadata"] = bookmark["metadata"]!.DeepClone(),
        ["columnDefinitions"] = new JsonArray(),
        ["rows"] = new JsonArray(new JsonObject { ["cells"] = new JsonArray(), ["object"] = bookmark }),
    };
}
