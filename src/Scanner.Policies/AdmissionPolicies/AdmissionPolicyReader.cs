using System.Collections.Immutable;
using System.Text.Json;
using Scanner.Policies.Matching;
using Scanner.Policies.Objects;

namespace Scanner.Policies.AdmissionPolicies;

/// <summary>Reads policies and bindings of <c>admissionregistration.k8s.io</c>. What is not there has the default of the API.</summary>
public static class AdmissionPolicyReader
{
    public static PolicyFacts ReadPolicy(JsonElement json)
    {
        var spec = MatchReader.Child(json, "spec");
        return new PolicyFacts(
            MatchReader.Text(MatchReader.Child(json, "metadata"), "name"),
            PolicyObjects.GroupOf(MatchReader.Text(MatchReader.Child(spec, "paramKind"), "apiVersion")),
            MatchReader.Text(MatchReader.Child(spec, "paramKind"), "kind"),
            MatchReader.Read(MatchReader.Child(spec, "matchConstraints")),
            Expressions(spec, "matchConditions"),
            Expressions(spec, "variables"),
            Validations(spec),
            MatchReader.Text(spec, "failurePolicy") == "Ignore");
    }

    public static BindingFacts ReadBinding(JsonElement json)
    {
        var spec = MatchReader.Child(json, "spec");
        return new BindingFacts(
            MatchReader.Text(MatchReader.Child(json, "metadata"), "name"),
            MatchReader.Text(spec, "policyName"),
            MatchReader.Texts(spec, "validationActions"),
            MatchReader.Child(spec, "matchResources") is { } match ? MatchReader.Read(match) : null,
            MatchReader.Child(spec, "paramRef") is { } reference ? ReadParamRef(reference) : null);
    }

    private static ParamRefFacts ReadParamRef(JsonElement json) => new(
        MatchReader.Text(json, "name"),
        MatchReader.Text(json, "namespace"),
        MatchReader.Selector(json, "selector"),
        MatchReader.Text(json, "parameterNotFoundAction") == "Deny");

    private static ValidationFacts ReadValidation(JsonElement json) =>
        new(MatchReader.Text(json, "expression"), MatchReader.Text(json, "message"), MatchReader.Text(json, "messageExpression"));

    /// <param name="json">What the list <c>validations</c> is in.</param>
    public static ImmutableArray<ValidationFacts> Validations(JsonElement? json) => [.. MatchReader.Items(json, "validations").Select(ReadValidation)];

    /// <summary><c>matchConditions</c> and <c>variables</c> have one shape.</summary>
    public static ImmutableArray<NamedExpression> Expressions(JsonElement? json, string name) =>
        [.. MatchReader.Items(json, name).Select(e => new NamedExpression(MatchReader.Text(e, "name"), MatchReader.Text(e, "expression")))];
}
