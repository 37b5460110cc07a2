using System.Collections.Immutable;
using Scanner.Policies.Cel.Values;
using Scanner.Policies.Decisions;

namespace Scanner.Policies.Kyverno.Rules;

/// <summary>What a rule says.</summary>
/// <param name="Message">In Kyverno's words.</param>
/// <param name="Unknown">What is not known, where that is why nothing can be said.</param>
internal sealed record RuleResult(RuleStatus Status, string Message, ImmutableArray<string> Unknown)
{
    /// <summary>As <see cref="PolicyDecision.NotMatched.Exemption"/>.</summary>
    public string? Exemption { get; init; }

    /// <summary>A rule that is skipped for what the object holds, and not for who asks or what is excepted.</summary>
    public bool HasLooked { get; private init; }

    public static RuleResult Of(RuleStatus status, string message) => new(status, message, []);

    /// <summary>The rule has looked at the object, and is not about such.</summary>
    public static RuleResult NotAbout(string why) => new(RuleStatus.Skip, why, []) { HasLooked = true };

    public static RuleResult Depends(CelUnknown unknown) => new(RuleStatus.Unknown, "", unknown.What);

    /// <summary>An error with what was tried, or the unknown.</summary>
    public static RuleResult Failure(string tried, CelValue failure) =>
        failure is CelUnknown unknown ? Depends(unknown) : Of(RuleStatus.Error, $"{tried}: {failure}");
}
