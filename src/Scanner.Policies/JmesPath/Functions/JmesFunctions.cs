using Scanner.Policies.Cel.Values;

namespace Scanner.Policies.JmesPath.Functions;

/// <summary>The functions that an expression may call.</summary>
public sealed class JmesFunctions
{
    private readonly Dictionary<string, JmesFunction> _functions = [];

    private JmesFunctions(params ReadOnlySpan<Action<JmesFunctions>> libraries)
    {
        foreach (var library in libraries)
            library(this);
    }

    /// <summary>Those of the specification.</summary>
    public static JmesFunctions Standard { get; } = new(ValueFunctions.AddTo, CollectionFunctions.AddTo);

    /// <summary>Those that Kyverno adds, or puts in the place of one of the specification.</summary>
    public static JmesFunctions Kyverno { get; } = new(
        ValueFunctions.AddTo,
        CollectionFunctions.AddTo,
        TextFunctions.AddTo,
        ArithmeticFunctions.AddTo,
        ClockFunctions.AddTo,
        ParsingFunctions.AddTo);

    internal void Add(string signature, Func<CelValue[], CelValue> body) => Add(signature, (arguments, _) => body(arguments));

    internal void Add(string signature, Func<CelValue[], IJmesCaller, CelValue> body)
    {
        var function = new JmesFunction(signature, body);
        _functions[function.Name] = function;
    }

    internal CelValue Call(string name, CelValue[] arguments, IJmesCaller evaluator) => _functions.TryGetValue(name, out var function)
        ? function.Call(arguments, evaluator)
        : new CelError($"unknown function: {name}");
}
