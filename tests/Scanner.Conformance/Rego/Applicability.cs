using System.Text.RegularExpressions;
using Scanner.Policies.Rego.Builtins;

namespace Scanner.Conformance.Rego;

/// <summary>Which cases need a function that is not here.</summary>
internal static partial class Applicability
{
    /// <summary>Null for a case that applies.</summary>
    public static string? WhyNot(string[] texts)
    {
        foreach (Match call in texts.SelectMany(t => Calls().Matches(t)))
        {
            if (BuiltinTable.IsOutside(call.Groups[1].Value))
                return $"the function {call.Groups[1].Value}";
        }

        return null;
    }

    [GeneratedRegex(@"([a-z_][a-z0-9_]*(?:\.[a-z_][a-z0-9_]*)+)\(", RegexOptions.NonBacktracking)]
    private static partial Regex Calls();
}
