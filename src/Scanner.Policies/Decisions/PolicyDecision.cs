using System.Collections.Immutable;

namespace Scanner.Policies.Decisions;

/// <summary>What a policy says to a request.</summary>
public abstract record PolicyDecision
{
    private PolicyDecision()
    {
    }

    /// <summary>It turns the request away, by what the policy says or because it fails.</summary>
    public bool IsDenial => this is Denied or Failed { IsDenied: true };

    /// <summary>The policy does not look at the request.</summary>
    public sealed record NotMatched(string Why) : PolicyDecision
    {
        /// <summary>
        /// What somebody wrote to leave the request out of a policy that would be for it, as a thing that has a place: <c>excludedNamespaces of its
        /// match</c>. Null where the policy simply is for other requests.
        /// </summary>
        public string? Exemption { get; init; }

        /// <summary>The policy has seen the object and found that it is not about it, as by preconditions: another object it would judge.</summary>
        public bool HasLooked { get; init; }
    }

    /// <summary>The policy says nothing against the request.</summary>
    public bool LetsThrough => this is Allowed or NotMatched;

    /// <summary>Whether a policy is asked matters only where it would not simply let the request through.</summary>
    /// <param name="open">What must be known to tell whether it is asked; null where it is.</param>
    internal PolicyDecision IfAsked(Unknown? open) =>
        open is null || LetsThrough ? this : open with { CanDeny = IsDenial || this is Unknown { CanDeny: true } };

    public sealed record Allowed : PolicyDecision;

    /// <param name="Message">In the words of the policy, without what the server writes before them.</param>
    public sealed record Denied(string Message) : PolicyDecision;

    /// <summary>The policy would deny, but only warns or writes to the audit log.</summary>
    /// <param name="Actions">Warn, Audit or both, as the binding has them.</param>
    public sealed record Reported(string Message, ImmutableArray<string> Actions) : PolicyDecision
    {
        public bool Equals(Reported? other) => other is not null && Message == other.Message && Actions.SequenceEqual(other.Actions);

        public override int GetHashCode() => HashCode.Combine(Message, Actions.Length);
    }

    /// <summary>The policy could not be evaluated, and that is why the request is denied or let through.</summary>
    public sealed record Failed(string Error, bool IsDenied) : PolicyDecision
    {
        /// <summary>Only a dry run fails so: what becomes of the real request is not known.</summary>
        public bool IsOfDryRun { get; init; }
    }

    /// <summary>The answer depends on what is not known.</summary>
    public sealed record Unknown(ImmutableArray<string> What) : PolicyDecision
    {
        public Unknown(string what)
            : this([what])
        {
        }

        /// <summary>False where the policy would only report, so that the request is let through either way.</summary>
        public bool CanDeny { get; init; } = true;

        public bool Equals(Unknown? other) => other is not null && What.SequenceEqual(other.What) && CanDeny == other.CanDeny;

        public override int GetHashCode() => What.Length;
    }
}
