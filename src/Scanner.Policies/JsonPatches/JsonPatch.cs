namespace Scanner.Policies.JsonPatches;

/// <summary>JSON Patch (RFC 6902) over values of one kind, which are changed by making others. Keys of a path are values, too.</summary>
internal abstract class JsonPatch<T>
    where T : class
{
    /// <summary>Removing what is not there does nothing, and objects that are missing on the way to a place are made.</summary>
    protected virtual bool IsLenient => false;

    /// <returns>The value afterwards; null and why the operation cannot be carried out; null alone where a test fails.</returns>
    protected (T? Patched, string? Error) Apply(T target, PatchOperation<T> operation) => operation.Kind switch
    {
        "add" => Put(target, operation.Path, operation.Value, isInsert: true),
        "remove" => Remove(target, operation.Path),
        "replace" => Find(target, operation.Path) is null ? Missing(operation.Path) : Put(target, operation.Path, operation.Value, isInsert: false),
        "test" => (operation.Value is { } wanted && Find(target, operation.Path) is { } found && AreEqual(found, wanted) ? target : null, null),
        "copy" or "move" => Carry(target, operation.From ?? [], operation),
        var other => (null, $"unexpected kind: {other}"),
    };

    /// <returns>What is there; null where nothing is.</returns>
    protected abstract T? Find(T parent, T key);

    /// <param name="parent">Null for an object that is made on the way.</param>
    /// <param name="value">Null to take away what is there.</param>
    /// <param name="isInsert">Elements of a list move on to make room.</param>
    /// <returns>The parent with the change; null where it cannot be made.</returns>
    protected abstract T? With(T? parent, T key, T? value, bool isInsert);

    protected abstract bool AreEqual(T first, T second);

    private (T? Patched, string? Error) Carry(T target, T[] from, PatchOperation<T> operation)
    {
        if (Find(target, from) is not { } carried)
            return Missing(from);
        if (operation.Kind == "copy")
            return Put(target, operation.Path, carried, isInsert: true);
        return Remove(target, from) is ({ } left, _) ? Put(left, operation.Path, carried, isInsert: true) : Missing(from);
    }

    /// <param name="value">Null where the operation names none.</param>
    private (T? Patched, string? Error) Put(T target, T[] path, T? value, bool isInsert) =>
        value is null ? (null, "a value is missing") : Changed(Set(target, path, value, isInsert), path);

    private (T? Patched, string? Error) Remove(T target, T[] path)
    {
        if (Find(target, path) is null)
            return IsLenient ? (target, null) : Missing(path);
        return Changed(Set(target, path, null, isInsert: false), path);
    }

    private T? Set(T? target, ReadOnlySpan<T> path, T? value, bool isInsert)
    {
        if (path.IsEmpty)
            return value;
        if (target is null && !IsLenient)
            return null;
        if (path.Length == 1)
            return With(target, path[0], value, isInsert);
        var inner = Set(target is null ? null : Find(target, path[0]), path[1..], value, isInsert);
        return inner is null ? null : With(target, path[0], inner, isInsert: false);
    }

    private T? Find(T? value, ReadOnlySpan<T> path)
    {
        foreach (var key in path)
            value = value is null ? null : Find(value, key);
        return value;
    }

    private static (T? Patched, string? Error) Changed(T? patched, T[] path) => patched is null ? Missing(path) : (patched, null);

    private static (T? Patched, string? Error) Missing(T[] path) => (null, $"the path /{string.Join('/', path.Select(p => p.ToString()))} is not there");
}
