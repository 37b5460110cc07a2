using System.Text.RegularExpressions;

namespace Scanner.Core.Admission.Probes;

/// <summary>
/// The names of the pods and containers that probes ask for. They are random, so that two probes do not meet; in what is told they are all
/// the same, so that two scans of the same cluster tell the same.
/// </summary>
public static partial class ProbeNames
{
    public const string Prefix = "ephemeral-scanner-probe-";

    /// <summary>Stands for any of them.</summary>
    public const string Any = Prefix + "xxxxx";

    /// <summary>A text of the server's with <see cref="Any"/> in the place of every such name.</summary>
    public static string Hide(string text) => text.Contains(Prefix, StringComparison.Ordinal) ? Random().Replace(text, Any) : text;

    [GeneratedRegex(Prefix + "[a-z0-9]+", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Random();
}
