using Scanner.Core.Rbac.Facts;
using Scanner.Core.Rbac.Rights;

namespace Scanner.Core.Findings.Rbac;

/// <summary>Commands that take a right away, or give a smaller one instead.</summary>
internal static class RbacAdvice
{
    private const string Narrow = "add-ephemeral-containers";

    /// <param name="sharedIndex">Where the binding lists the subject, if it lists others too: they shall keep their rights.</param>
    public static string Withdraw(ObjectName binding, Subject subject, int? sharedIndex) => sharedIndex is { } i
        // The test makes a list that has changed meanwhile an error, not somebody else's loss.
        ? $"kubectl patch {Binding(binding)} --type=json -p '[{{\"op\":\"test\",\"path\":\"/subjects/{i}/name\",\"value\":\"{subject.Name}\"}},"
            + $"{{\"op\":\"remove\",\"path\":\"/subjects/{i}\"}}]'"
        : Delete(binding);

    public static string Delete(ObjectName binding) => $"kubectl delete {Binding(binding)}";

    /// <summary>A role that gives this right alone in one namespace, and then the end of the wide one.</summary>
    public static string Replace(RbacGrant grant, Subject subject)
    {
        var ns = grant.Namespace ?? "\"$NAMESPACE\"";
        return $"kubectl create role {Narrow} -n {ns} --verb=patch --resource=pods/ephemeralcontainers && "
            + $"kubectl create rolebinding {Narrow} -n {ns} --role={Narrow} {Flag(subject)} && "
            + Withdraw(grant.Binding!.Value, subject, grant.SharedIndex);
    }

    public static string RemoveLabel(AggregatedSource source) => source.Label.Length > 0
        ? $"kubectl label clusterrole {source.Source} {source.Label}-"
        : $"kubectl edit clusterrole {source.Source}: remove pods/ephemeralcontainers from its rules";

    private static string Binding(ObjectName binding) =>
        binding.Namespace is null ? $"clusterrolebinding {binding.Name}" : $"rolebinding -n {binding.Namespace} {binding.Name}";

    private static string Flag(Subject subject) => subject.Kind switch
    {
        SubjectKind.User => $"--user={subject.Name}",
        SubjectKind.Group => $"--group={subject.Name}",
        _ => $"--serviceaccount={subject.Namespace}:{subject.Name}",
    };
}
