namespace Scanner.Policies.Rego.Values;

public sealed class RegoBool : RegoValue
{
    private RegoBool()
        : base(RegoKind.Bool)
    {
    }

    public static RegoBool True { get; } = new();

    public static RegoBool False { get; } = new();

    public static RegoBool Of(bool value) => value ? True : False;
}
