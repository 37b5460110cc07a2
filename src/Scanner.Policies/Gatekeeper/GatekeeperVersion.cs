using System.Globalization;

namespace Scanner.Policies.Gatekeeper;

/// <summary>A release of Gatekeeper.</summary>
internal sealed record GatekeeperVersion(int Major, int Minor)
{
    /// <summary>What is assumed where no version is known.</summary>
    public static GatekeeperVersion Newest { get; } = new(3, 23);

    /// <summary>The subresources of pods were added to the rules of the webhook.</summary>
    public bool SendsSubresources => IsAtLeast(3, 9);

    /// <summary>The chart sends the subresources of pods to the mutators.</summary>
    public bool MutatesSubresources => IsAtLeast(3, 17);

    /// <summary>A template with code in both languages runs the CEL.</summary>
    public bool PrefersCel => IsAtLeast(3, 17);

    /// <summary>Of a tag as <c>v3.22.0</c>; null for another.</summary>
    public static GatekeeperVersion? Parse(string tag)
    {
        var parts = tag.TrimStart('v').Split('.');
        return parts.Length >= 2
            && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var major)
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var minor)
            ? new GatekeeperVersion(major, minor)
            : null;
    }

    public override string ToString() => $"{Major}.{Minor}";

    private bool IsAtLeast(int major, int minor) => (Major, Minor).CompareTo((major, minor)) >= 0;
}
