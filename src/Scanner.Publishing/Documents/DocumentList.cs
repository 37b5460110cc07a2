using System.Collections.Immutable;
using System.Text.Json;

namespace Scanner.Publishing.Documents;

/// <summary>Lists of a document that somebody else wrote.</summary>
internal static class DocumentList
{
    /// <summary>Each element as <paramref name="read"/> reads it; the serializer does not look for nulls among them.</summary>
    /// <exception cref="JsonException">One is null.</exception>
    public static ImmutableArray<TResult> Read<T, TResult>(IEnumerable<T?> list, Func<T, TResult> read)
        where T : class => [.. list.Select(item => read(item ?? throw new JsonException("a list has null for an element")))];

    /// <inheritdoc cref="Read"/>
    public static ImmutableArray<string> Texts(IEnumerable<string?> list) => Read(list, text => text);

    /// <summary>The value, which must be one of its kind: a number in the place of a name may be none.</summary>
    /// <exception cref="JsonException">It is none.</exception>
    public static T Known<T>(T value)
        where T : struct, Enum => Enum.IsDefined(value) ? value : throw new JsonException($"there is no such {typeof(T).Name}");
}
