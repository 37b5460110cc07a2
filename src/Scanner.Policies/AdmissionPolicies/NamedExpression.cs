namespace Scanner.Policies.AdmissionPolicies;

/// <summary>An expression of CEL with the name that the policy gives it.</summary>
public sealed record NamedExpression(string Name, string Expression);
