using System.Collections.Immutable;
using System.Text.Json;
using Scanner.Policies.Matching;
using static Scanner.Policies.Matching.MatchReader;

namespace Scanner.Policies.AdmissionPolicies;

/// <summary>Reads policies and bindings of <c>admissionregistration.k8s.io</c>. What is not there has the default of the API.</summary>
public static class AdmissionPolicyReader
{
    public static PolicyFacts ReadPolicy(JsonElement json)
    {
        var spec = Child(json, "spec");
        return new PolicyFacts(
            Text(Child(json, "metadata"), "name"),
            Text(Child(spec, "paramKind"), "kind"),
            Read(Child(spec, "matchConstraints")),
            Expressions(spec, "matchConditions"),
            Expressions(spec, "variables"),
            [.. Items(spec, "validations").Select(v => new ValidationFacts(Text(v, "expression"), Text(v, "message"), Text(v, "messageExpression")))],
            Text(spec, "failurePolicy") == "Ignore");
    }

    public static BindingFacts ReadBinding(JsonElement json)
    {
        var spec = Child(json, "spec");
        return new BindingFacts(
            Text(Child(json, "metadata"), "name"),
            Text(spec, "policyName"),
            Texts(spec, "validationActions"),
            Child(spec, "matchResources") is { } match ? Read(match) : null,
            Child(spec, "paramRef") is not null,
            Text(Child(spec, "paramRef"), "parameterNotFoundAction") == "Allow");
    }

    /// <summary><c>matchConditions</c> and <c>variables</c> have one shape.</summary>
    public static ImmutableArray<NamedExpression> Expressions(JsonElement? json, string name) =>
        [.. Items(json, name).Select(e => new NamedExpression(Text(e, "name"), Text(e, "expression")))];
}
