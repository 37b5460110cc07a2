namespace Scanner.Policies.Rego.Values;

/// <summary>Why a function has no value for its arguments. In a policy the expression is then undefined, as in OPA.</summary>
/// <param name="isType">Whether an argument is of a kind that the function does not take.</param>
internal sealed class RegoError(string message, bool isType = false) : RegoValue(RegoKind.Error)
{
    public string Message => message;

    public string Code => isType ? "eval_type_error" : "eval_builtin_error";
}
