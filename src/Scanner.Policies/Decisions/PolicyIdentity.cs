namespace Scanner.Policies.Decisions;

/// <summary>Which policy it is.</summary>
/// <param name="Engine">As the JSON result names it: <c>ValidatingAdmissionPolicy</c>, <c>Gatekeeper</c>, <c>Kyverno</c> and so on.</param>
/// <param name="Kind">The kind of the object, for a constraint the kind that its template makes.</param>
/// <param name="Namespace">Empty for objects of the cluster.</param>
public sealed record PolicyIdentity(string Engine, string Kind, string Namespace, string Name);
