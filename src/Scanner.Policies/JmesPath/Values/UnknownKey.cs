using Scanner.Policies.Cel.Values;

namespace Scanner.Policies.JmesPath.Values;

/// <summary>
/// An object has no such key. Kyverno tells this from null: most operators take it for null, but an expression that ends with it is an
/// error. The specification of JMESPath makes it null.
/// </summary>
public sealed class UnknownKey(string key) : CelValue(CelKind.Error)
{
    public override CelType Type => CelType.Error;

    public static CelValue OrNull(CelValue value) => value is UnknownKey ? CelNull.Value : value;

    public override string ToString() => $"Unknown key \"{key}\" in path";
}
