using System.Text.RegularExpressions;

namespace Scanner.Simulator.Admission.PodSecurity;

/// <summary>What a namespace's labels ask of Pod Security.</summary>
/// <remarks>
/// Reading and fallbacks follow k8s.io/pod-security-admission/api: an enforce label that cannot be read counts as
/// <c>restricted:latest</c>, a broken audit or warn label as <c>privileged</c>. From 1.26 an absent warn label follows enforce.
/// </remarks>
internal sealed partial record PodSecurityPolicy(PodSecurityMode Enforce, PodSecurityMode Audit, PodSecurityMode Warn)
{
    public const string LabelPrefix = "pod-security.kubernetes.io/";

    public bool IsFullyPrivileged => (Enforce.Level, Audit.Level, Warn.Level) is (PodSecurityLevel.Privileged, PodSecurityLevel.Privileged, PodSecurityLevel.Privileged);

    public static PodSecurityPolicy Read(IReadOnlyDictionary<string, string> labels, KubernetesVersion server)
    {
        var enforce = ReadMode(labels, "enforce", PodSecurityLevel.Restricted);
        var warn = ReadMode(labels, "warn", PodSecurityLevel.Privileged);
        if (server > KubernetesVersion.V1_25 && !labels.ContainsKey(LabelPrefix + "warn") && enforce.Level > PodSecurityLevel.Privileged)
            warn = labels.ContainsKey(LabelPrefix + "warn-version") ? warn with { Level = enforce.Level } : enforce;
        return new PodSecurityPolicy(enforce, ReadMode(labels, "audit", PodSecurityLevel.Privileged), warn);
    }

    public static PodSecurityLevel? ParseLevel(string text) => text switch
    {
        "privileged" => PodSecurityLevel.Privileged,
        "baseline" => PodSecurityLevel.Baseline,
        "restricted" => PodSecurityLevel.Restricted,
        _ => null,
    };

    public static bool IsVersion(string text) => text == "latest" || VersionPattern().IsMatch(text);

    private static PodSecurityMode ReadMode(IReadOnlyDictionary<string, string> labels, string mode, PodSecurityLevel whenBroken)
    {
        var level = labels.TryGetValue(LabelPrefix + mode, out var text) ? ParseLevel(text) ?? whenBroken : PodSecurityLevel.Privileged;
        int? minor = labels.TryGetValue(LabelPrefix + mode + "-version", out var version) && version != "latest" && IsVersion(version)
            ? int.Parse(version.AsSpan("v1.".Length))
            : null;
        return new PodSecurityMode(level, minor);
    }

    [GeneratedRegex(@"^v1\.([0-9]|[1-9][0-9]{1,8})$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex VersionPattern();
}
