namespace Scanner.Simulator.Security;

/// <param name="Reason">The binding that allows, in the words of a SubjectAccessReview; empty when denied or for system:masters.</param>
internal sealed record AccessDecision(bool Allowed, string Reason);
