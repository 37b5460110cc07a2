namespace Scanner.Publishing.PolicyReviews;

/// <summary>What becomes of a request that all policies have spoken about.</summary>
public enum ReviewOutcome
{
    Allowed,
    Denied,

    /// <summary>No policy denies it for sure, and one may.</summary>
    Unknown,
}
