namespace Scanner.Simulator.Admission.Policies;

/// <summary>What an expression evaluates to: a truth, a text (of a <c>messageExpression</c>) or an error.</summary>
public sealed record CelValue
{
    private CelValue(bool? truth, string? text, string? errorText) => (Truth, TextValue, ErrorText) = (truth, text, errorText);

    public static CelValue True { get; } = new(true, null, null);

    public static CelValue False { get; } = new(false, null, null);

    public bool? Truth { get; }

    public string? TextValue { get; }

    /// <summary>The evaluation error, such as <c>no such key: ephemeralContainers</c>.</summary>
    public string? ErrorText { get; }

    public static CelValue Of(bool truth) => truth ? True : False;

    public static CelValue Text(string text) => new(null, text, null);

    public static CelValue Error(string text) => new(null, null, text);
}
