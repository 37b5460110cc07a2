using System.Collections.Immutable;

namespace Scanner.Publishing.PolicyReviews;

/// <summary>What policies say to one request.</summary>
/// <param name="Because">Which policy decides, and its message; or that none does.</param>
/// <param name="Decisions">In the order in which the server asks.</param>
/// <param name="Notes">What was assumed, a sentence each.</param>
/// <param name="Errors">What could not be read, so that a policy may be missing, a line each.</param>
public sealed record ReviewResult(
    ReviewedRequest Request,
    ReviewOutcome Outcome,
    string Because,
    ImmutableArray<ReviewDecision> Decisions,
    ImmutableArray<string> Notes,
    ImmutableArray<string> Errors);
