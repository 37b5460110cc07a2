using System.Globalization;

namespace Scanner.Core.Admission.PodSecurity;

/// <summary>The minor version that a Pod Security policy is pinned to; <see cref="Latest"/> is newer than all.</summary>
public readonly record struct PodSecurityVersion(int Minor)
{
    public static PodSecurityVersion Latest { get; } = new(int.MaxValue);

    /// <summary>Reads <c>latest</c> or <c>v1.N</c>, the values of the <c>…-version</c> labels.</summary>
    public static bool TryParse(string text, out PodSecurityVersion version)
    {
        version = Latest;
        if (text == "latest")
            return true;
        if (!text.StartsWith("v1.", StringComparison.Ordinal)
            || !int.TryParse(text.AsSpan(3), NumberStyles.None, CultureInfo.InvariantCulture, out var minor)
            || (text.Length > 4 && text[3] == '0'))
        {
            return false;
        }

        version = new PodSecurityVersion(minor);
        return true;
    }
}
