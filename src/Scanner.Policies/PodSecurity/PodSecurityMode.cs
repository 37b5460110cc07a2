using Scanner.Core.Admission.PodSecurity;
using Scanner.Core.Cluster;

namespace Scanner.Policies.PodSecurity;

/// <summary>
/// What one mode of Pod Security asks of a namespace. Source: pod-security-admission/api/helpers.go. Without labels the defaults that are
/// built in count: those that an API server may be started with are not visible.
/// </summary>
/// <param name="Version">As the label has it, <c>latest</c> where it has none or one that means nothing.</param>
internal readonly record struct PodSecurityMode(PodSecurityLevel Level, string Version)
{
    public const string Enforce = "enforce";
    public const string Warn = "warn";
    public const string Audit = "audit";

    private const string Prefix = "pod-security.kubernetes.io/";
    private const string Latest = "latest";

    /// <summary>The labels that decide.</summary>
    public static IEnumerable<string> Labels =>
        new[] { Enforce, Warn, Audit }.SelectMany(m => (string[])[Prefix + m, Prefix + m + "-version"]);

    /// <summary>As messages quote it: <c>baseline:latest</c>.</summary>
    public override string ToString() => $"{Level.ToString().ToLowerInvariant()}:{Version}";

    /// <summary>The version that a server evaluates: its own where the policy asks for a newer one.</summary>
    public PodSecurityVersion For(int minor) =>
        PodSecurityVersion.TryParse(Version, out var version) && version.Minor < minor ? version : new PodSecurityVersion(minor);

    /// <summary>A level that means nothing is restricted for enforce, and privileged for warn and audit.</summary>
    public static PodSecurityMode Of(IReadOnlyDictionary<string, string> labels, string mode)
    {
        var version = labels.TryGetValue(Prefix + mode + "-version", out var text) && PodSecurityVersion.TryParse(text, out _) ? text : Latest;
        var level = !labels.TryGetValue(Prefix + mode, out var name) ? PodSecurityLevel.Privileged : Parse(name)
            ?? (mode == Enforce ? PodSecurityLevel.Restricted : PodSecurityLevel.Privileged);
        return new PodSecurityMode(level, version);
    }

    /// <summary>Since 1.26 warnings follow what is enforced where no label asks for them.</summary>
    public static PodSecurityMode WarnOf(IReadOnlyDictionary<string, string> labels, int minor)
    {
        var warn = Of(labels, Warn);
        var enforce = Of(labels, Enforce);
        if (minor < 26 || labels.ContainsKey(Prefix + Warn) || enforce.Level == PodSecurityLevel.Privileged)
            return warn;
        return labels.ContainsKey(Prefix + Warn + "-version") ? warn with { Level = enforce.Level } : enforce;
    }

    private static PodSecurityLevel? Parse(string name) => name switch
    {
        "privileged" => PodSecurityLevel.Privileged,
        "baseline" => PodSecurityLevel.Baseline,
        "restricted" => PodSecurityLevel.Restricted,
        _ => null,
    };
}
