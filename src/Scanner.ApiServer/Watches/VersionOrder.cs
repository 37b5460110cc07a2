using System.Globalization;

namespace Scanner.ApiServer.Watches;

/// <summary>Versions of one resource grow (KEP-5504).</summary>
internal static class VersionOrder
{
    /// <summary>Of a server whose versions are no numbers nothing can be said; it is believed.</summary>
    /// <param name="last">Null where none came before.</param>
    /// <returns>Above 0 where <paramref name="next"/> follows <paramref name="last"/>, 0 where it is the same, below 0 where it was before.</returns>
    public static int Compare(string next, string? last) =>
        ulong.TryParse(next, NumberStyles.None, CultureInfo.InvariantCulture, out var later)
        && ulong.TryParse(last, NumberStyles.None, CultureInfo.InvariantCulture, out var earlier)
            ? later.CompareTo(earlier)
            : 1;
}
