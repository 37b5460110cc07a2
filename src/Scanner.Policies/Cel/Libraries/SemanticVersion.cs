using System.Globalization;
using Scanner.Policies.Cel.Functions;
using Scanner.Policies.Cel.Values;

namespace Scanner.Policies.Cel.Libraries;

/// <summary>A version after semver.org.</summary>
internal sealed class SemanticVersion(ulong major, ulong minor, ulong patch, string[] labels, string build) : CelOpaque(OpaqueTypes.Semver)
{
    public ulong Major => major;

    public ulong Minor => minor;

    public ulong Patch => patch;

    /// <summary>Of a version before the release: <c>alpha</c>, <c>1</c>.</summary>
    private string[] Labels => labels;

    public override int Hash => HashCode.Combine(major, minor, patch);

    public static SemanticVersion? Parse(string text)
    {
        var plus = text.IndexOf('+', StringComparison.Ordinal);
        var build = plus < 0 ? "" : text[(plus + 1)..];
        var rest = plus < 0 ? text : text[..plus];
        var dash = rest.IndexOf('-', StringComparison.Ordinal);
        var labels = dash < 0 ? [] : rest[(dash + 1)..].Split('.');
        var numbers = (dash < 0 ? rest : rest[..dash]).Split('.');
        if (numbers.Length != 3 || (plus >= 0 && !build.Split('.').All(IsIdentifier)) || !labels.All(IsLabel))
            return null;
        return Number(numbers[0]) is { } major && Number(numbers[1]) is { } minor && Number(numbers[2]) is { } patch
            ? new SemanticVersion(major, minor, patch, labels, build)
            : null;
    }

    /// <summary>Without a leading v and leading zeros, and with the numbers that were left out.</summary>
    public static string Normalize(string text)
    {
        var bare = text.StartsWith('v') ? text[1..] : text;
        var end = bare.IndexOfAny(['-', '+']);
        var numbers = (end < 0 ? bare : bare[..end]).Split('.').Select(WithoutZeros).ToList();
        while (numbers.Count < 3 && end < 0)
            numbers.Add("0");
        return string.Join('.', numbers) + (end < 0 ? "" : bare[end..]);
    }

    private static string WithoutZeros(string number) => number.TrimStart('0') is { Length: > 0 } kept ? kept : number.Length > 0 ? "0" : "";

    public int ComparedWith(SemanticVersion other)
    {
        var order = (major, minor, patch).CompareTo((other.Major, other.Minor, other.Patch));
        if (order != 0)
            return order;
        if (labels.Length == 0 || other.Labels.Length == 0)
            return Math.Sign(other.Labels.Length - labels.Length);
        for (var i = 0; i < Math.Min(labels.Length, other.Labels.Length); i++)
        {
            if (CompareLabels(labels[i], other.Labels[i]) is not 0 and var unequal)
                return unequal;
        }

        return labels.Length.CompareTo(other.Labels.Length);
    }

    public override bool IsSameAs(CelOpaque other) => ComparedWith((SemanticVersion)other) == 0;

    public override string ToString() =>
        $"{major}.{minor}.{patch}" + (labels.Length > 0 ? "-" + string.Join('.', labels) : "") + (build.Length > 0 ? "+" + build : "");

    private static int CompareLabels(string a, string b) => (Number(a), Number(b)) switch
    {
        ({ } x, { } y) => x.CompareTo(y),
        ({ }, null) => -1,
        (null, { }) => 1,
        _ => Math.Sign(string.CompareOrdinal(a, b)),
    };

    private static ulong? Number(string text) =>
        (text.Length == 1 || !text.StartsWith('0')) && ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static bool IsIdentifier(string text) => text.Length > 0 && text.All(c => char.IsAsciiLetterOrDigit(c) || c == '-');

    private static bool IsLabel(string text) => IsIdentifier(text) && (!text.All(char.IsAsciiDigit) || Number(text) is not null);
}
