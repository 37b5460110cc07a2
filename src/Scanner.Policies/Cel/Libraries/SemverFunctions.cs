using Scanner.Policies.Cel.Functions;
using Scanner.Policies.Cel.Values;

namespace Scanner.Policies.Cel.Libraries;

internal static class SemverFunctions
{
    public static void AddTo(FunctionList list)
    {
        list.Add("semver(string): Semver", a => Read(Arg.Text(a[0])));
        list.Add("semver(string, bool): Semver", a => Read(a[1].IsTrue ? SemanticVersion.Normalize(Arg.Text(a[0])) : Arg.Text(a[0])));
        list.Add("isSemver(string): bool", a => CelBool.Of(SemanticVersion.Parse(Arg.Text(a[0])) is not null));
        list.Add("isSemver(string, bool): bool", a =>
            CelBool.Of(SemanticVersion.Parse(a[1].IsTrue ? SemanticVersion.Normalize(Arg.Text(a[0])) : Arg.Text(a[0])) is not null));
        list.Add("Semver.major(): int", a => CelInt.Of((long)Version(a[0]).Major));
        list.Add("Semver.minor(): int", a => CelInt.Of((long)Version(a[0]).Minor));
        list.Add("Semver.patch(): int", a => CelInt.Of((long)Version(a[0]).Patch));
        list.Add("Semver.isGreaterThan(Semver): bool", a => CelBool.Of(Version(a[0]).ComparedWith(Version(a[1])) > 0));
        list.Add("Semver.isLessThan(Semver): bool", a => CelBool.Of(Version(a[0]).ComparedWith(Version(a[1])) < 0));
        list.Add("Semver.compareTo(Semver): int", a => CelInt.Of(Version(a[0]).ComparedWith(Version(a[1]))));
    }

    private static SemanticVersion Version(CelValue value) => (SemanticVersion)value;

    private static CelValue Read(string text)
    {
        var version = SemanticVersion.Parse(text);
        return version is null ? new CelError($"\"{text}\" is no semantic version") : version;
    }
}
