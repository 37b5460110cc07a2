namespace Scanner.Policies.Kyverno.Patterns;

/// <summary>A key with parentheses around it, and what stands before them. Source: pkg/engine/anchor.</summary>
/// <param name="Modifier">Nothing for a condition, <c>&lt;</c> global, <c>X</c> negation, <c>+</c> add, <c>=</c> equality, <c>^</c>
/// existence.</param>
internal readonly record struct Anchor(string Modifier, string Key)
{
    public bool IsCondition => Modifier.Length == 0;

    public bool IsGlobal => Modifier == "<";

    public bool IsNegation => Modifier == "X";

    public bool IsEquality => Modifier == "=";

    public bool IsExistence => Modifier == "^";

    /// <summary>Null for a key without an anchor.</summary>
    public static Anchor? Parse(string text)
    {
        var trimmed = text.Trim();
        var open = trimmed.IndexOf('(', StringComparison.Ordinal);
        if (open is < 0 or > 1 || trimmed.Length < open + 3 || trimmed[^1] != ')' || (open == 1 && !"+<=X^".Contains(trimmed[0], StringComparison.Ordinal)))
            return null;
        return new Anchor(trimmed[..open], trimmed[(open + 1)..^1]);
    }

    public static string KeyOf(string text) => Parse(text)?.Key ?? text;

    public override string ToString() => $"{Modifier}({Key})";
}
