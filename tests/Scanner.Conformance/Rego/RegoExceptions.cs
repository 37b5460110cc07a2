namespace Scanner.Conformance.Rego;

/// <summary>Cases that are known to fail; docs/engines.md says why.</summary>
internal static class RegoExceptions
{
    public static HashSet<string> Names { get; } =
    [
        "test-data-derefs data/toplevel integer",
        "test-data-derefs data/nested integer",
        "test-strings-0921 strings/sprintf: float too big",
        "test-string_interpolation string-interpolation/template-string function arg",
        "test-string_interpolation_multi-line string-interpolation/multi-line/template-string function arg",
    ];
}
