using System.Text.Json.Nodes;

namespace Scanner.Simulator.Admission.Policies;

/// <summary>The <c>matchConditions</c> of a policy or webhook: all must be true; one false skips, errors count only without a false one.</summary>
internal static class MatchConditions
{
    /// <summary>True to go on, false to skip, null when a condition could not be evaluated (<paramref name="error"/> says why).</summary>
    public static bool? Evaluate(JsonObject? holder, CelContext context, Func<CelContext, CelValue> evaluate, out string? error)
    {
        error = null;
        foreach (var condition in holder.Objects("matchConditions"))
        {
            var expression = (condition.Text("expression") ?? "").Trim();
            var value = evaluate(context with { Expression = expression });
            if (value.Truth == false)
                return false;
            if (value.Truth is null)
                error ??= $"expression '{expression}' resulted in error: {value.ErrorText ?? "unexpected result type"}";
        }

        return error is null ? true : null;
    }
}
