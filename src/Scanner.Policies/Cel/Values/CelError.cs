namespace Scanner.Policies.Cel.Values;

/// <summary>The evaluation went wrong. The message is worded as cel-go words it where that is known.</summary>
public sealed class CelError(string message) : CelValue(CelKind.Error)
{
    public string Message => message;

    public override CelType Type => CelType.Error;

    internal static CelError NoSuchOverload { get; } = new("no such overload");

    internal static CelError IntOverflow { get; } = new("integer overflow");

    internal static CelError UintOverflow { get; } = new("unsigned integer overflow");

    internal static CelError NoSuchKey(CelValue key) => new($"no such key: {key}");

    internal static CelError NotIterable(CelValue value) => new($"got 'types.{value.Kind}', expected iterable type");

    internal static CelError NotAnIndex(CelValue index) => new($"unsupported index type '{index.Type.Name}' in list");

    internal static CelError OutOfBounds(object index) => new($"index out of bounds: {index}");

    public override string ToString() => message;
}
