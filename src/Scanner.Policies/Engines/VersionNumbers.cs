using System.Globalization;

namespace Scanner.Policies.Engines;

/// <summary>The numbers of a version, as <c>v1.26.3-eks-1</c> or <c>3.8.1</c> have them; what follows them is left out.</summary>
internal sealed record VersionNumbers(int Major, int Minor, int Patch)
{
    public static VersionNumbers? Parse(string? text)
    {
        var parts = (text ?? "").TrimStart('v').Split('.', 3);
        if (parts.Length < 3 || !TryLeading(parts[0], out var major) || !TryLeading(parts[1], out var minor) || !TryLeading(parts[2], out var patch))
            return null;
        return new VersionNumbers(major, minor, patch);
    }

    public bool IsBefore(VersionNumbers other) => (Major, Minor, Patch).CompareTo((other.Major, other.Minor, other.Patch)) < 0;

    private static bool TryLeading(string text, out int number) =>
        int.TryParse(text.AsSpan(0, text.Length - text.AsSpan().TrimStart("0123456789").Length), NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
