using Scanner.Core.Admission.Policies;
using Scanner.Core.Remedies;

namespace Scanner.Core.Findings.Policies;

/// <summary>
/// A policy covers ephemeral containers, and somebody has left namespaces, users, images or pods out of it. One finding for each exemption of
/// namespaces and for each kind of the others, however many.
/// </summary>
internal sealed class ExemptRule : IRule<PolicyCoverage>
{
    private const int MostNamed = 5;

    public RuleIdentity Identity { get; } = new("ES406", "Exempt", Severity.Medium, "a policy would stop it, and is told not to look there");

    public IEnumerable<Finding> Evaluate(PolicyCoverage item, RuleContext context)
    {
        foreach (var exemption in item.Exemptions)
        {
            yield return Identity.Find(
                PolicyReferences.Of(item),
                $"{PolicyReferences.Name(item)} covers ephemeral containers, but {exemption.Where} leaves out {Names(exemption)}",
                DoorRemedies.Of(exemption, context.HasAdmissionPolicies),
                exemption.Where);
        }

        foreach (var bypass in item.Bypasses)
        {
            yield return Identity.Find(
                PolicyReferences.Of(item),
                $"{PolicyReferences.Name(item)} covers ephemeral containers, but lets privileged ones {Names(bypass)} pass",
                new Remedy.EndExemption(Names(bypass)) { IsOfNamespaces = false },
                bypass.Kind.ToString());
        }
    }

    private static string Names(PolicyBypass bypass)
    {
        var names = string.Join(", ", bypass.Which.Take(MostNamed)) + (bypass.Count > MostNamed ? $" and {bypass.Count - MostNamed} more" : "");
        return bypass.Kind switch
        {
            BypassKind.User => $"of {names}",
            BypassKind.Image => $"with {names}",
            _ => $"in pods with {names}",
        };
    }

    private static string Names(PolicyExemption exemption)
    {
        var names = string.Join(", ", exemption.Namespaces.Take(MostNamed));
        var (plural, pronoun) = exemption.Count == 1 ? ("", "it") : ("s", "them");
        return $"namespace{plural} {names}{(exemption.Count > MostNamed ? $" and {exemption.Count - MostNamed} more" : "")}, and no other policy that is known guards {pronoun}";
    }
}
