namespace Scanner.Policies.Cel;

/// <summary>
/// What the expressions of one policy may cost together for one request and one parameter
/// (<c>celconfig.RuntimeCELCostBudget</c>), in the units of <see cref="CelProgram"/>.
/// </summary>
public sealed class CelBudget(long limit)
{
    private const long OfValidations = 10_000_000;
    private const long OfMatchConditions = 2_500_000;

    private long _remaining = limit;

    /// <summary>In the words of the server.</summary>
    public const string Error = "validation failed due to running out of cost budget, no further validation rules will be run";

    /// <summary>More was spent than there was.</summary>
    public bool IsOverspent => _remaining < 0;

    /// <summary>Of validations, message expressions and the variables that they use.</summary>
    public static CelBudget ForValidations() => new(OfValidations);

    public static CelBudget ForMatchConditions() => new(OfMatchConditions);

    internal void Spend(long cost) => _remaining -= cost;
}
