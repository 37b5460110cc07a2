using Scanner.Core.Cluster.Selectors;
using Scanner.Policies.Matching;

namespace Scanner.Policies.AdmissionPolicies;

/// <summary>A <c>paramRef</c>: by name or by selector.</summary>
/// <param name="Name">Empty where a selector is given.</param>
/// <param name="Namespace">Empty for the namespace of the request, and for parameters of the cluster.</param>
/// <param name="DeniesMissing"><c>parameterNotFoundAction: Deny</c>.</param>
public sealed record ParamRefFacts(string Name, string Namespace, LabelSelectorFacts? Selector, bool DeniesMissing);
