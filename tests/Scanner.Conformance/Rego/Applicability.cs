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
            if (call.Groups["name"].Value is var name && BuiltinTable.IsOutside(name))
                return $"the function {name}";
        }

        return null;
    }

    [GeneratedRegex(@"(?<name>[a-z_][a-z0-9_]*(\.[a-z_][a-z0-9_]*)+)\(", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Calls();
}
