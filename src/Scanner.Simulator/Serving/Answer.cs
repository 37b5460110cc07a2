using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Scanner.Simulator.Api;
using Scanner.Simulator.Catalog;
using Scanner.Simulator.Storage;

namespace Scanner.Simulator.Serving;

/// <summary>What a handler answers; the representation is chosen later.</summary>
internal abstract record Answer(int Code)
{
    /// <summary>Unescaped texts for Warning headers.</summary>
    public ImmutableArray<string> Warnings { get; init; } = [];

    /// <summary>A Status, a refusal mostly.</summary>
    public sealed record OfStatus(ApiStatus Status) : Answer(Status.Code);

    public sealed record OfObject(int Code, ResourceType Type, StoredObject Object) : Answer(Code);

    public sealed record OfList(ResourceType Type, ListPage Page) : Answer(200);

    /// <summary>Something that has no other form than JSON.</summary>
    public sealed record OfJson(int Code, JsonObject Body) : Answer(Code);

    public sealed record OfText(int Code, string Text, string ContentType = "text/plain; charset=utf-8") : Answer(Code);

    /// <summary>The handler has written the response itself.</summary>
    public sealed record Done() : Answer(0);
}
