using Scanner.Conformance.TextProto;
using Scanner.Policies.Cel.Values;

namespace Scanner.Conformance.Cel;

/// <summary>What a case expects: a value, or an error (null).</summary>
/// <param name="type">The type that is to be found before the evaluation; null where the case says nothing of it.</param>
internal sealed class Expectation(CelValue? value, CelType? type = null)
{
    public CelType? Type => type;

    /// <summary>A case that says nothing expects true.</summary>
    public static Expectation Of(ProtoMessage test)
    {
        if (test.Has("eval_error") || test.Has("any_eval_errors"))
            return new Expectation(null);
        var expected = test.Message("value") ?? test.Message("typed_result")?.Message("result");
        var deduced = test.Message("typed_result")?.Message("deduced_type");
        return new Expectation(expected is null ? CelBool.True : ProtoValues.Read(expected), deduced is null ? null : ProtoTypes.Read(deduced));
    }

    public bool IsMetBy(CelValue actual) => value is null ? actual.Kind == CelKind.Error : AreSame(value, actual);

    public override string ToString() => value is null ? "an error" : $"{value.Type.Name} {value}";

    /// <summary>Stricter than equality of CEL: types must agree, and NaN is NaN.</summary>
    private static bool AreSame(CelValue expected, CelValue actual)
    {
        if (expected.Kind != actual.Kind)
            return false;
        return (expected, actual) switch
        {
            (CelDouble a, CelDouble b) => a.Value.Equals(b.Value),
            (CelList a, CelList b) => a.Count == b.Count && a.Items.ToArray().Zip(b.Items.ToArray()).All(p => AreSame(p.First, p.Second)),
            (CelMap a, CelMap b) => a.Count == b.Count && a.Keys.All(k => b.Find(k) is { } other && AreSame(a.Find(k)!, other)),
            _ => expected.Equals(actual),
        };
    }
}
