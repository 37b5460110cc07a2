namespace Scanner.Policies.Rego.Values;

public sealed class RegoString(string value) : RegoValue(RegoKind.String, 1 + (value.Length / 4))
{
    public string Value => value;

    public static RegoString Empty { get; } = new("");
}
