namespace Scanner.Simulator.Security;

/// <param name="Reason">The binding that allows, in the words of a SubjectAccessReview; empty for system:masters. When denied: roles that bindings of the user name in vain.</param>
internal sealed record AccessDecision(bool Allowed, string Reason);
