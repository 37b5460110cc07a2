namespace Scanner.ApiServer.Scopes;

/// <summary>
/// The versions of several lists or watches as one text, in the order of their namespaces. To whoever holds it a version is opaque
/// (https://kubernetes.io/docs/reference/using-api/api-concepts/#resource-versions), so that each goes on where it was.
/// </summary>
internal static class VersionVector
{
    /// <summary>Stands for the version of a namespace that is not read.</summary>
    public const string LeftOut = "-";

    private const char Separator = ';';

    public static string Join(IEnumerable<string> versions) => Separator + string.Join(Separator, versions);

    public static bool IsOne(string text) => text.Length > 0 && text[0] == Separator;

    /// <summary>Null for what was not made by <see cref="Join"/> of so many.</summary>
    public static string[]? Split(string text, int count) =>
        IsOne(text) && text[1..].Split(Separator) is var versions && versions.Length == count ? versions : null;
}
