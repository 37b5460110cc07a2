using System.Collections.Immutable;
using Scanner.Policies.Decisions;
using Scanner.Policies.Matching;
using Scanner.Policies.Objects;

namespace Scanner.Policies.Gatekeeper;

/// <summary>
/// Compiles the constraints of Gatekeeper (https://open-policy-agent.github.io/gatekeeper). Behaviour is that of 3.23, where versions differ that
/// of the version that is among the objects.
/// </summary>
public static class GatekeeperEngine
{
    /// <summary>What a template is written for.</summary>
    internal const string Target = "admission.k8s.gatekeeper.sh";

    internal const string TemplateGroup = "templates.gatekeeper.sh";

    /// <summary>One policy a mutator and one a constraint, each in the order of kinds; mutators of a kind in that of names, as Gatekeeper runs them.</summary>
    /// <param name="minor">The minor version of Kubernetes whose functions of CEL there are.</param>
    public static ImmutableArray<IPolicy> Compile(PolicyObjects objects, int minor)
    {
        var installation = Installation.Find(objects, minor);
        var templates = new Dictionary<string, ConstraintTemplate>();
        foreach (var template in objects.All(TemplateGroup, "ConstraintTemplate"))
        {
            var compiled = ConstraintTemplate.Read(template, installation.Version, minor);
            templates[compiled.Kind] = compiled;
        }

        var inventory = Inventory.Read(objects);
        var policies = ImmutableArray.CreateBuilder<IPolicy>();
        foreach (var constraint in objects.AllOf("constraints.gatekeeper.sh"))
        {
            var kind = MatchReader.Text(constraint, "kind");
            var template = templates.GetValueOrDefault(kind) ?? ConstraintTemplate.Missing(kind, objects.IsKnown(TemplateGroup, "ConstraintTemplate"));
            policies.Add(new GatekeeperPolicy(new Constraint(constraint, template), installation, inventory, objects));
        }

        return [.. Mutators(objects, minor), .. policies];
    }

    private static IEnumerable<IPolicy> Mutators(PolicyObjects objects, int minor)
    {
        var installation = Installation.Find(objects, minor, isMutation: true);
        return objects.AllOf("mutations.gatekeeper.sh").Select(Mutator.Read).Where(m => m is not null)
            .OrderBy(m => m!.Kind, StringComparer.Ordinal).ThenBy(m => m!.Name, StringComparer.Ordinal).Select(m => new MutatorPolicy(m!, installation));
    }
}
