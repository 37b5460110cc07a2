using System.Collections.Immutable;

namespace Scanner.Publishing.PolicyReviews;

/// <summary>What policies say to one request.</summary>
/// <param name="Decisions">In the order of engines, policies and rules.</param>
/// <param name="Notes">What was assumed, a sentence each.</param>
/// <param name="Errors">What could not be read, so that a policy may be missing, a line each.</param>
public sealed record ReviewResult(
    ReviewedRequest Request, ImmutableArray<ReviewDecision> Decisions, ImmutableArray<string> Notes, ImmutableArray<string> Errors)
{
    /// <summary>One that denies decides, whatever the others would say; what is missing may deny.</summary>
    public ReviewOutcome Outcome
    {
        get
        {
            if (Decisions.Any(d => d.Denies))
                return ReviewOutcome.Denied;
            return !Errors.IsEmpty || Decisions.Any(d => d.MayDeny) ? ReviewOutcome.Unknown : ReviewOutcome.Allowed;
        }
    }

    /// <summary>Which policy decides, and its message.</summary>
    public string Because
    {
        get
        {
            var decisive = Outcome switch
            {
                ReviewOutcome.Denied => Decisions.First(d => d.Denies),
                ReviewOutcome.Unknown => Decisions.FirstOrDefault(d => d.MayDeny),
                _ => null,
            };
            if (decisive is not null)
                return $"{decisive.Policy}{(decisive.Rule.Length > 0 ? $" ({decisive.Rule})" : "")}: {decisive.Message}";
            return Outcome == ReviewOutcome.Unknown ? Errors[0] : Decisions.Any(d => d.Answer != "NotMatched") ? "no policy denies it" : "no policy looks at it";
        }
    }
}
