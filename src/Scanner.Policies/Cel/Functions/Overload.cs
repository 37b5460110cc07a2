using Scanner.Policies.Cel.Values;

namespace Scanner.Policies.Cel.Functions;

/// <summary>
/// One signature of a function, and what it does with arguments that fit it. The receiver of a member is its first argument.
/// </summary>
internal sealed class Overload(string name, bool isMember, CelType[] parameters, CelType result, Func<CelValue[], CelValue> body)
{
    public string Name => name;

    public bool IsMember => isMember;

    public CelType[] Parameters => parameters;

    public CelType Result => result;

    public Func<CelValue[], CelValue> Body => body;

    public bool Accepts(CelValue[] arguments)
    {
        if (arguments.Length != parameters.Length)
            return false;
        for (var i = 0; i < arguments.Length; i++)
        {
            if (!parameters[i].Accepts(arguments[i]))
                return false;
        }

        return true;
    }
}
