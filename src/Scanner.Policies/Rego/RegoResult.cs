using Scanner.Policies.Rego.Values;

namespace Scanner.Policies.Rego;

/// <param name="Value">Null where it is undefined, or an error.</param>
/// <param name="Error">Why the evaluation could not go on; null where it could.</param>
/// <param name="Code">Of the error, as OPA names it; empty where there is none.</param>
public sealed record RegoResult(RegoValue? Value, string? Error = null, string Code = "")
{
    /// <summary>Whether it took more steps, depth or memory than an evaluation may take here: OPA might have found an answer.</summary>
    public bool IsLimit => Code == RegoEvaluationException.Limit;
}
