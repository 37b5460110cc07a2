using Scanner.Policies.Cel.Values;
using Scanner.Policies.Kyverno.Trees;

namespace Scanner.Policies.Kyverno.Rules;

/// <summary>Messages in Kyverno's words. Where a variable of a message is unknown the message is kept as it is written.</summary>
internal static class RuleMessages
{
    public static string Deny(RuleRun run, string conditions)
    {
        var own = Tree.Text(run.Validate, "message");
        if (own.Length == 0 && conditions.Length == 0)
            return $"validation error: rule {run.Name} failed";
        var text = string.Join("; ", new[] { own, conditions }.Where(t => t.Length > 0));
        return run.Variables.All(new CelString(text)) switch
        {
            CelString resolved => resolved.Value,
            CelUnknown => text,
            CelError => conditions,
            _ => "the produced message didn't resolve to a string, check your policy definition.",
        };
    }

    /// <param name="path">Empty where there is no place to name.</param>
    public static string Pattern(RuleRun run, string error, string path)
    {
        if (Own(run) is not { } own)
            return $"validation error: variables substitution error in rule {run.Name} execution error: {error}";
        var message = own.Length == 0 ? "" : own.EndsWith('.') ? own + " " : own + ". ";
        return path.Length > 0
            ? $"validation error: {message}rule {run.Name} failed at path {path}"
            : $"validation error: {message}rule {run.Name} execution error: {error}";
    }

    public static string AnyPattern(RuleRun run, string errors)
    {
        if (Own(run) is not { } own)
            return $"validation error: variables substitution error in rule {run.Name} execution error: {errors}";
        return own.Length == 0 ? $"validation error: {errors}" : $"validation error: {own}{(own.EndsWith('.') ? "" : ".")} {errors}";
    }

    /// <summary>Null where a variable is an error.</summary>
    private static string? Own(RuleRun run)
    {
        var text = Tree.Text(run.Validate, "message");
        return run.Variables.All(new CelString(text)) switch
        {
            CelString resolved => resolved.Value,
            CelUnknown => text,
            CelError => null,
            var other => GoText.Of(other),
        };
    }
}
