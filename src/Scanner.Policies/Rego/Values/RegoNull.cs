namespace Scanner.Policies.Rego.Values;

public sealed class RegoNull : RegoValue
{
    private RegoNull()
        : base(RegoKind.Null)
    {
    }

    public static RegoNull Value { get; } = new();
}
