using Scanner.Policies.Cel.Values;

namespace Scanner.Policies.Cel.Functions;

/// <summary>
/// Reads signatures as they stand in the tables of the libraries: <c>string.charAt(int): string</c> is a member, <c>size(list(A)): int</c>
/// a function, <c>math.abs(int): int</c> a function whose name has a dot. One capital letter is a type parameter.
/// </summary>
internal ref struct SignatureReader(string text)
{
    private static readonly Dictionary<string, CelType> s_types = new()
    {
        ["dyn"] = CelType.Dyn,
        ["null"] = CelType.Null,
        ["bool"] = CelType.Bool,
        ["int"] = CelType.Int,
        ["uint"] = CelType.Uint,
        ["double"] = CelType.Double,
        ["string"] = CelType.String,
        ["bytes"] = CelType.Bytes,
        ["timestamp"] = CelType.Timestamp,
        ["duration"] = CelType.Duration,
        ["type"] = CelType.TypeOf,
        ["A"] = CelType.Parameter("A"),
        ["B"] = CelType.Parameter("B"),
        ["IP"] = OpaqueTypes.Ip,
        ["CIDR"] = OpaqueTypes.Cidr,
        ["URL"] = OpaqueTypes.Url,
        ["Quantity"] = OpaqueTypes.Quantity,
        ["Semver"] = OpaqueTypes.Semver,
        ["Format"] = OpaqueTypes.Format,
        ["Authorizer"] = CelType.Authorizer,
        ["PathCheck"] = OpaqueTypes.PathCheck,
        ["GroupCheck"] = OpaqueTypes.GroupCheck,
        ["ResourceCheck"] = CelType.ResourceCheck,
        ["Decision"] = OpaqueTypes.Decision,
    };

    private readonly ReadOnlySpan<char> _text = text;
    private int _at;

    public static Overload Read(string signature, Func<CelValue[], CelValue> body) => new SignatureReader(signature).Read(body);

    private Overload Read(Func<CelValue[], CelValue> body)
    {
        var parameters = new List<CelType>();
        var receiver = Receiver();
        if (receiver is not null)
            parameters.Add(receiver);
        var open = _text[_at..].IndexOf('(') + _at;
        var name = _text[_at..open].ToString();
        _at = open + 1;
        while (_text[_at] != ')')
        {
            parameters.Add(Type());
            if (_text[_at] == ',')
                _at += 2;
        }

        _at += 3;
        return new Overload(name, receiver is not null, [.. parameters], Type(), body);
    }

    private CelType? Receiver()
    {
        var end = _text.IndexOfAny('.', '(');
        var first = _text[..end].ToString();
        var isComposed = _text[end] == '(' && (first is "list" or "map" or "optional") && _text[.._text.LastIndexOf('(')].Contains('.');
        if (!isComposed && (_text[end] != '.' || !s_types.ContainsKey(first)))
            return null;
        var type = Type();
        _at++;
        return type;
    }

    private CelType Type()
    {
        var length = _text[_at..].IndexOfAny("(),. ");
        var name = (length < 0 ? _text[_at..] : _text.Slice(_at, length)).ToString();
        _at += name.Length;
        if (s_types.TryGetValue(name, out var simple))
            return simple;
        _at++;
        var first = Type();
        if (name == "map")
            _at += 2;
        var type = name switch
        {
            "list" => CelType.ListOf(first),
            "map" => CelType.MapOf(first, Type()),
            "optional" => CelType.OptionalOf(first),
            _ => throw new ArgumentException($"{name} is no type", nameof(text)),
        };
        _at++;
        return type;
    }
}
