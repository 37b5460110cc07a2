using Scanner.Policies.Cel.Functions;
using Scanner.Policies.Cel.Values;

namespace Scanner.Policies.Cel.Evaluation;

/// <summary>Operators of two operands by the name that the parser gives them.</summary>
internal static class Operators
{
    public static Func<CelValue, CelValue, CelValue>? Find(string op) => op switch
    {
        "==" => (a, b) => IsIncomparable(a, b) ? CelError.NoSuchOverload : CelBool.Of(Equality.AreEqual(a, b)),
        "!=" => (a, b) => IsIncomparable(a, b) ? CelError.NoSuchOverload : CelBool.Of(!Equality.AreEqual(a, b)),
        "<" => (a, b) => Order(a, b, static order => order < 0),
        "<=" => (a, b) => Order(a, b, static order => order <= 0),
        ">" => (a, b) => Order(a, b, static order => order > 0),
        ">=" => (a, b) => Order(a, b, static order => order >= 0),
        "in" => Arithmetic.In,
        "+" => Arithmetic.Add,
        "-" => Arithmetic.Subtract,
        "*" => Arithmetic.Multiply,
        "/" => Arithmetic.Divide,
        "%" => Arithmetic.Modulo,
        "[]" => Arithmetic.Index,
        "[?]" => Arithmetic.IndexOptional,
        _ => null,
    };

    /// <summary>Values of Kubernetes' libraries are compared with their like only, when they stand on the left.</summary>
    private static bool IsIncomparable(CelValue a, CelValue b) => a.Kind == CelKind.Opaque && a.Type.Name != b.Type.Name;

    /// <summary>NaN is below, above and equal to nothing.</summary>
    private static CelValue Order(CelValue a, CelValue b, Func<int?, bool> holds) =>
        Equality.HaveOrder(a, b) ? CelBool.Of(holds(Equality.Compare(a, b))) : CelError.NoSuchOverload;
}
