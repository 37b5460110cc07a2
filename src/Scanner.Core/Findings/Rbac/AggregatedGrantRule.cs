using Scanner.Core.Rbac.Rights;
using Scanner.Core.Remedies;

namespace Scanner.Core.Findings.Rbac;

/// <summary>
/// None of the default roles gives the right by itself (https://issues.k8s.io/118565). However many have it by the label, the label is the one
/// thing to mend, so nothing is said of each of them.
/// </summary>
internal sealed class AggregatedGrantRule : IRule<JudgedAggregation>
{
    public RuleIdentity Identity { get; } = new("ES303", "AggregatedGrant", Severity.Medium, "everybody who is given the usual roles has the right with them");

    public IEnumerable<Finding> Evaluate(JudgedAggregation item, RuleContext context) =>
        [Identity.Find(Resources.ClusterRole(item.Source.Source), MessageOf(item.Source) + Holders(item.Subjects), new Remedy.StopAggregation(item.Source))];

    private static string MessageOf(AggregatedSource source)
    {
        var into = string.Join(" and ", source.Into.Select(i => $"ClusterRole {i}"));
        var labels = string.Join(" and ", source.Labels);
        return source.Labels.Length switch
        {
            0 => $"{into} gives the right to add ephemeral containers, which it does not do by default",
            1 => $"its label {labels} hands the right to add ephemeral containers to everybody who is bound to {into}",
            _ => $"its labels {labels} hand the right to add ephemeral containers to everybody who is bound to {into}",
        };
    }

    private static string Holders(int subjects) => subjects switch
    {
        0 => "",
        1 => "; 1 subject has it so",
        _ => $"; {subjects} subjects have it so",
    };
}
