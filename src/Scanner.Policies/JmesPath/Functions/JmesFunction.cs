using Scanner.Policies.Cel.Values;

namespace Scanner.Policies.JmesPath.Functions;

/// <summary>A function: what it takes, and what it makes of arguments that fit.</summary>
internal sealed class JmesFunction
{
    private readonly string _name;
    private readonly JmesTypes[] _parameters;
    private readonly bool _isVariadic;
    private readonly Func<CelValue[], IJmesCaller, CelValue> _body;

    /// <param name="signature"><c>name(string, array|string)</c>; an ellipsis after the last one says that it may be repeated.</param>
    public JmesFunction(string signature, Func<CelValue[], IJmesCaller, CelValue> body)
    {
        var open = signature.IndexOf('(', StringComparison.Ordinal);
        _name = signature[..open];
        var parameters = signature[(open + 1)..^1];
        _isVariadic = parameters.EndsWith("...", StringComparison.Ordinal);
        parameters = parameters.TrimEnd('.');
        _parameters = parameters.Length == 0 ? [] : [.. parameters.Split(", ").Select(JmesTypeReader.Read)];
        _body = body;
    }

    public string Name => _name;

    public CelValue Call(CelValue[] arguments, IJmesCaller evaluator)
    {
        if (_isVariadic ? arguments.Length < _parameters.Length : arguments.Length != _parameters.Length)
            return new CelError($"incorrect number of args for {_name}");
        for (var i = 0; i < arguments.Length; i++)
        {
            if (!JmesTypeReader.Accepts(_parameters[Math.Min(i, _parameters.Length - 1)], arguments[i]))
                return new CelError($"invalid type for argument #{i + 1} of {_name}: {JmesTypeReader.NameOf(arguments[i])}");
        }

        foreach (var argument in arguments)
            evaluator.Spend(Cost.SizeOf(argument));
        return _body(arguments, evaluator);
    }
}
