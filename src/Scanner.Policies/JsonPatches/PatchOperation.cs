namespace Scanner.Policies.JsonPatches;

/// <summary>One operation of a JSON patch.</summary>
/// <param name="kind"><c>add</c>, <c>remove</c>, <c>replace</c>, <c>copy</c>, <c>move</c> or <c>test</c>.</param>
/// <param name="from">Null where the operation names no such place.</param>
/// <param name="value">Null where the operation has none.</param>
internal sealed class PatchOperation<T>(string kind, T[] path, T[]? from, T? value)
    where T : class
{
    public string Kind => kind;

    public T[] Path => path;

    public T[]? From => from;

    public T? Value => value;
}
