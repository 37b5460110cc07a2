using Scanner.Core.Facts.Rbac;
using Scanner.Core.Posture.Rbac;

namespace Scanner.Core.Analysis.Rbac;

/// <summary>Commands that take a right away, or give a smaller one instead.</summary>
internal static class RbacAdvice
{
    private const string Narrow = "add-ephemeral-containers";

    /// <param name="isShared">The binding names others too, who would lose their rights with it.</param>
    public static string Withdraw(ObjectName binding, Subject subject, bool isShared) => isShared
        ? $"kubectl edit {Binding(binding)}: remove the subject {Manifest(subject)}"
        : Delete(binding);

    public static string Delete(ObjectName binding) => $"kubectl delete {Binding(binding)}";

    /// <summary>A role that gives this right alone in one namespace, and then the end of the wide one.</summary>
    public static string Replace(RbacGrant grant, Subject subject)
    {
        var ns = grant.Namespace ?? "\"$NAMESPACE\"";
        return $"kubectl create role {Narrow} -n {ns} --verb=patch --resource=pods/ephemeralcontainers && "
            + $"kubectl create rolebinding {Narrow} -n {ns} --role={Narrow} {Flag(subject)} && "
            + Withdraw(grant.Binding!.Value, subject, grant.IsShared);
    }

    public static string RemoveLabel(AggregatedSource source) => source.Label.Length > 0
        ? $"kubectl label clusterrole {source.Source} {source.Label}-"
        : $"kubectl edit clusterrole {source.Source}: remove pods/ephemeralcontainers from its rules";

    private static string Binding(ObjectName binding) =>
        binding.Namespace is null ? $"clusterrolebinding {binding.Name}" : $"rolebinding -n {binding.Namespace} {binding.Name}";

    private static string Manifest(Subject subject) => subject.Kind == SubjectKind.ServiceAccount
        ? $"{{kind: ServiceAccount, namespace: {subject.Namespace}, name: {subject.Name}}}"
        : $"{{kind: {subject.Kind}, name: {subject.Name}}}";

    private static string Flag(Subject subject) => subject.Kind switch
    {
        SubjectKind.User => $"--user={subject.Name}",
        SubjectKind.Group => $"--group={subject.Name}",
        _ => $"--serviceaccount={subject.Namespace}:{subject.Name}",
    };
}
