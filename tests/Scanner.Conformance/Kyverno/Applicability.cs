using Scanner.Policies.Cel.Values;
using Scanner.Policies.Kyverno.Trees;

namespace Scanner.Conformance.Kyverno;

/// <summary>Which results are about rules that validate.</summary>
internal static class Applicability
{
    public static string? WhyNot(TestFile file, CelValue result)
    {
        foreach (var (field, what) in ((string, string)[])
            [
                ("isValidatingAdmissionPolicy", "a ValidatingAdmissionPolicy"), ("isMutatingAdmissionPolicy", "a MutatingAdmissionPolicy"),
                ("isGeneratingPolicy", "a generation"), ("isDeletingPolicy", "a deletion"), ("isMutatingPolicy", "a mutation"),
                ("isImageValidatingPolicy", "the verification of images"),
            ])
        {
            if (Tree.Flag(result, field) == true)
                return what;
        }

        if (Tree.Get(result, "patchedResource") is not null || Tree.Get(result, "patchedResources") is not null)
            return "a mutation";
        if (Tree.Get(result, "generatedResource") is not null)
            return "a generation";
        var name = Tree.Text(result, "policy").Split('/')[^1];
        var policy = file.Policies.Select(JsonValues.From).FirstOrDefault(p => Tree.Text(p, "metadata", "name") == name);
        if (policy is null)
            return "no policy of that name";
        var rule = Tree.Items(policy, "spec", "rules").FirstOrDefault(r => Tree.Text(r, "name") == Tree.Text(result, "rule").Replace("autogen-cronjob-", "", StringComparison.Ordinal).Replace("autogen-", "", StringComparison.Ordinal));
        if (Tree.Text(policy, "kind") is "ValidatingPolicy" or "NamespacedValidatingPolicy")
            return Tree.Text(policy, "spec", "evaluation", "mode") is { Length: > 0 } mode && mode != "Kubernetes" ? $"a payload that is no Kubernetes object ({mode})" : null;
        return Tree.Text(policy, "kind") is var kind && kind is not ("ClusterPolicy" or "Policy") ? "kind " + kind
            : rule is null && Tree.Text(result, "rule").Length > 0 ? "no rule of that name"
            : Tree.Get(rule, "mutate") is not null ? "a mutation"
            : Tree.Get(rule, "generate") is not null ? "a generation"
            : null;
    }
}
