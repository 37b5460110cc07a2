namespace Scanner.Conformance.Gatekeeper;

/// <summary>Cases that are known to fail; docs/engines.md says why.</summary>
internal static class GatekeeperExceptions
{
    public static HashSet<string> Names { get; } =
    [
        "require-read-only-root-filesystem/example-disallowed",
        "require-read-only-root-filesystem/disallowed-ephemeral",
    ];
}
