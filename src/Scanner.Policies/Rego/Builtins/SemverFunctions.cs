using Scanner.Policies.Cel.Libraries;
using Scanner.Policies.Rego.Values;

namespace Scanner.Policies.Rego.Builtins;

internal static class SemverFunctions
{
    public static void AddTo(BuiltinList list)
    {
        list.Add("semver.is_valid", "*", a => Arg.Of(a[0] is RegoString text && Read(text.Value) is not null));
        list.Add("semver.compare", "ss", a => Read(Arg.Text(a[0])) is { } left && Read(Arg.Text(a[1])) is { } right
            ? RegoNumber.Of(Math.Sign(left.ComparedWith(right)))
            : Arg.Fail("semver.compare: not a valid SemVer"));
    }

    private static SemanticVersion? Read(string text) => SemanticVersion.Parse(text.StartsWith('v') ? text[1..] : text);
}
