using Scanner.Policies.Cel.Values;

namespace Scanner.Policies.Cel.Checking;

/// <summary>The variables of the macros around an expression and their types, innermost first.</summary>
internal sealed record TypeScope(TypeScope? Outer, string Name, CelType Type)
{
    public static CelType? Find(TypeScope? scope, string name)
    {
        for (var at = scope; at is not null; at = at.Outer)
        {
            if (at.Name == name)
                return at.Type;
        }

        return null;
    }
}
