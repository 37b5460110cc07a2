using Scanner.Policies.Cel.Values;
using Scanner.Policies.JmesPath.Syntax;

namespace Scanner.Policies.JmesPath.Functions;

/// <summary>An expression that is handed to a function as it is.</summary>
internal sealed class JmesReference(JmesNode body) : CelValue(CelKind.Opaque)
{
    public JmesNode Body => body;

    public override CelType Type => CelType.Dyn;

    public override string ToString() => "expression";
}
