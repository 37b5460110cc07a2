using Scanner.Policies.AdmissionPolicies;
using Scanner.Policies.Cel.Values;
using Scanner.Policies.Kyverno.Exceptions;
using Scanner.Policies.Kyverno.Trees;
using Scanner.Policies.Objects;

namespace Scanner.Policies.Kyverno.CelPolicies;

/// <summary>PolicyExceptions of <c>policies.kyverno.io</c>: whole ones, and ones that allow some images or values.</summary>
internal sealed class CelExceptions
{
    private readonly List<(CelValue Exception, MatchConditions? Conditions)> _exceptions = [];

    public CelExceptions(PolicyObjects objects, string kind, string name)
    {
        foreach (var exception in objects.All("policies.kyverno.io", "PolicyException").Select(JsonValues.From))
        {
            if (!Array.Exists(Tree.Items(exception, "spec", "policyRefs"), r => Tree.Text(r, "name") == name && Tree.Text(r, "kind") == kind))
                continue;
            var (conditions, _) = MatchConditions.Compile(CelSpec.Named(Tree.Get(exception, "spec"), "matchConditions"), CelVariables.Environment);
            _exceptions.Add((exception, conditions));
        }
    }

    /// <returns>The name of an exception that lets the request through; an unknown; and what others allow.</returns>
    public (string? Whole, bool IsPass, CelValue? Undecided, CelValue Allowed) For(CelValue[] values)
    {
        List<string> images = [], allowed = [];
        CelValue? undecided = null;
        foreach (var (exception, conditions) in _exceptions)
        {
            var result = conditions?.Evaluate(values).Result ?? new CelError("its matchConditions are wrong");
            if (!result.IsTrue)
            {
                undecided ??= result.IsFailure ? result : null;
                continue;
            }

            var spec = Tree.Get(exception, "spec");
            if (Tree.Texts(spec, "images").IsEmpty && Tree.Texts(spec, "allowedValues").IsEmpty)
                return (RuleExceptions.NameOf(exception), Tree.Text(spec, "reportResult") == "pass", null, CelNull.Value);
            images.AddRange(Tree.Texts(spec, "images"));
            allowed.AddRange(Tree.Texts(spec, "allowedValues"));
        }

        return (null, false, undecided, CelTable.Of(("allowedImages", CelList.OfStrings(images)), ("allowedValues", CelList.OfStrings(allowed))));
    }
}
