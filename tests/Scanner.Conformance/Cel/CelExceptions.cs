namespace Scanner.Conformance.Cel;

/// <summary>Cases in which Kubernetes differs from the specification; docs/engines.md says how.</summary>
internal static class CelExceptions
{
    public static HashSet<string> Names { get; } =
    [
        "value_errors/indexof_out_of_range",
        "value_errors/lastindexof_out_of_range",
        "ipv4/ipv4_equals_ipv6",
        "ipv4/ipv4_not_equals_ipv6",
    ];
}
