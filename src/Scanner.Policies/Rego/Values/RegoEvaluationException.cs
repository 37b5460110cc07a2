namespace Scanner.Policies.Rego.Values;

/// <summary>An evaluation cannot go on. Leaves the Rego rooms only as a result that says so.</summary>
/// <param name="code">As OPA names it, or <see cref="Limit"/>.</param>
internal sealed class RegoEvaluationException(string code, string message) : Exception(message)
{
    /// <summary>More steps, depth or memory than an evaluation may take.</summary>
    public const string Limit = "eval_limit";

    public const string Conflict = "eval_conflict_error";

    public string Code => code;
}
