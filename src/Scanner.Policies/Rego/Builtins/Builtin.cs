using Scanner.Policies.Rego.Evaluation;
using Scanner.Policies.Rego.Values;

namespace Scanner.Policies.Rego.Builtins;

/// <summary>A function of the language.</summary>
/// <param name="signature">
/// A letter for each argument: <c>s</c> text, <c>n</c> number, <c>b</c> boolean, <c>a</c> array, <c>o</c> object, <c>t</c> set, <c>c</c> array or
/// set, <c>*</c> anything.
/// </param>
/// <param name="body">Null for undefined. Called only with arguments of the signature.</param>
/// <param name="takesUnknown">Whether it says itself what arguments that are not known mean.</param>
/// <param name="isOutside">Whether its value is never known.</param>
internal sealed class Builtin(string name, string signature, Func<RegoValue[], RegoValue?> body, bool takesUnknown = false, bool isOutside = false) : Callee
{
    public override string Name => name;

    public override int Arity => signature.Length;

    public bool IsOutside => isOutside;

    public override RegoValue? Call(RegoValue[] arguments, Context context)
    {
        RegoUnknown? unknown = null;
        for (var i = 0; i < arguments.Length && !takesUnknown; i++)
            unknown = RegoUnknown.In(arguments[i]) is { } found ? RegoUnknown.Merge(unknown, found) : unknown;
        if (unknown is not null)
            return unknown;
        for (var i = 0; i < arguments.Length; i++)
        {
            if (!Accepts(signature[i], arguments[i]))
                return new RegoError($"{name}: operand {i + 1} has the wrong type", isType: true);
        }

        return body(arguments);
    }

    private static bool Accepts(char kind, RegoValue value) => kind switch
    {
        's' => value is RegoString,
        'n' => value is RegoNumber,
        'b' => value is RegoBool,
        'a' => value is RegoArray,
        'o' => value is RegoObject,
        't' => value is RegoSet,
        'c' => value is RegoArray or RegoSet,
        _ => true,
    };
}
