using System.Text.Json.Nodes;

namespace Scanner.Simulator.Admission.Policies;

/// <summary>Evaluates one policy with one parameter object.</summary>
internal sealed class PolicyEvaluation(JsonObject policy, CelContext context, Func<CelContext, CelValue> evaluate)
{
    /// <param name="failClosed">Whether an evaluation error denies (<c>failurePolicy: Fail</c>).</param>
    public IEnumerable<PolicyDenial> Denials(bool failClosed)
    {
        switch (MatchConditions.Evaluate(policy.Object("spec"), context, evaluate, out var error))
        {
            case true:
                break;
            case null when failClosed:
                return [new PolicyDenial(error!, null)];
            default:
                return [];
        }

        return policy.Object("spec").Objects("validations").Select(v => Deny(v, failClosed)).OfType<PolicyDenial>();
    }

    private PolicyDenial? Deny(JsonObject validation, bool failClosed)
    {
        var expression = (validation.Text("expression") ?? "").Trim();
        var value = evaluate(context with { Expression = expression });
        if (value.Truth == true)
            return null;
        if (value.Truth is null)
        {
            var error = value.ErrorText ?? "unexpected result type";
            return failClosed ? new PolicyDenial($"expression '{expression}' resulted in error: {error}", null) : null;
        }

        return new PolicyDenial(Message(validation) ?? $"failed expression: {expression}", validation.Text("reason"));
    }

    /// <summary>A <c>messageExpression</c> that gives a text goes before <c>message</c>.</summary>
    private string? Message(JsonObject validation)
    {
        if (validation.Text("messageExpression") is { } expression
            && evaluate(context with { Expression = expression.Trim() }).TextValue is { } text && !string.IsNullOrWhiteSpace(text))
        {
            return text;
        }

        return string.IsNullOrWhiteSpace(validation.Text("message")) ? null : validation.Text("message")!.Trim();
    }
}
