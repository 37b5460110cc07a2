using System.Collections.Immutable;
using Scanner.Core;
using Scanner.Core.Remedies;
using Scanner.Publishing.Explanations;
using Scanner.Usage;

namespace Scanner.Cli.Commands;

/// <summary>What somebody wants explained: one of both.</summary>
/// <param name="Namespace">Empty for a rule.</param>
internal sealed record ExplainTopic(RuleGuide? Rule, string Namespace)
{
    /// <param name="text">As it stands on the command line; null where nothing does.</param>
    /// <param name="given">By <c>--namespace</c>; null where that is not given.</param>
    /// <exception cref="UsageException">It is neither, or both.</exception>
    public static ExplainTopic Parse(string? text, ImmutableArray<string>? given)
    {
        if (given is not null && (text is not null || given is not [_]))
            throw new UsageException("--namespace: explain is about one namespace or one rule, give one");
        if (given is [var only])
            return new ExplainTopic(null, only);
        if (text is null)
            throw new UsageException("Required argument missing for command: 'explain': give a namespace or a rule, as in payments or ES101");
        if (RuleGuides.Find(text) is { } rule)
            return new ExplainTopic(rule, "");
        if (DnsName.IsLabel(text) && !IsLikeARule(text))
            return new ExplainTopic(null, text);
        if (text.Split('/') is [var ns, var pod] && DnsName.IsLabel(ns) && DnsName.IsSubdomain(pod))
            throw new UsageException($"'{text}' is a pod: explain is about its namespace, {ns}; {Command.Of("scanner", "probe", text)} shows what one pod is answered");
        var meant = NearestWord.Of(text.ToUpperInvariant(), RuleGuides.All.Select(g => g.Id)) ?? NearestWord.Of(text, RuleGuides.All.Select(g => g.Title));
        throw new UsageException(
            $"'{PlainText.OneLine(text)}' is no rule{(meant is null ? " and no namespace's name: give a namespace, or a rule such as ES101" : $". Did you mean '{meant}'?")}"
            + (DnsName.IsLabel(text) ? $" A namespace of this name is given by -n {text}" : ""));
    }

    private static bool IsLikeARule(string text) => text.Length == 5 && text.StartsWith("es", StringComparison.OrdinalIgnoreCase) && text.AsSpan(2).IndexOfAnyExceptInRange('0', '9') < 0;
}
