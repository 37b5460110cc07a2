using System.Text.Encodings.Web;
using System.Text.Json;
using Scanner.Core.Rbac.Facts;
using Scanner.Core.Rbac.Rights;

namespace Scanner.Core.Remedies;

/// <summary>Commands that take a right away, or give a smaller one instead.</summary>
internal static class RbacAdvice
{
    private const string Narrow = "add-ephemeral-containers";

    public static string Of(Remedy remedy) => remedy switch
    {
        Remedy.DeleteBinding { Binding: var binding } => Delete(binding),
        Remedy.RemoveSubject remove => Remove(remove.Binding, remove.Subject, remove.Index),
        Remedy.NarrowGrant narrow => Replace(narrow.Grant, narrow.Subject),
        Remedy.StopAggregation { Source: var source } => RemoveLabel(source),
        _ => throw new InvalidOperationException($"no words for {remedy.GetType().Name}"),
    };

    private static string Delete(ObjectName binding) => $"kubectl delete {Binding(binding)}";

    // The test makes a list that has changed meanwhile an error, not somebody else's loss.
    private static string Remove(ObjectName binding, Subject subject, int index)
    {
        var name = ShellText.Inside(JsonEncodedText.Encode(subject.Name, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).Value);
        return $"kubectl patch {Binding(binding)} --type=json -p '[{{\"op\":\"test\",\"path\":\"/subjects/{index}/name\",\"value\":\"{name}\"}},"
            + $"{{\"op\":\"remove\",\"path\":\"/subjects/{index}\"}}]'";
    }

    // A role that gives this right alone in one namespace, and then the end of the wide one.
    private static string Replace(RbacGrant grant, Subject subject)
    {
        var ns = grant.Namespace ?? "\"$NAMESPACE\"";
        return $"kubectl create role {Narrow} -n {ns} --verb=patch --resource=pods/ephemeralcontainers && "
            + $"kubectl create rolebinding {Narrow} -n {ns} --role={Narrow} {Flag(subject)} && "
            + Of(Remedy.Withdraw(grant.Binding!.Value, subject, grant.SharedIndex));
    }

    private static string RemoveLabel(AggregatedSource source) => source.Label.Length > 0
        ? $"kubectl label clusterrole {ShellText.Word(source.Source)} {source.Label}-"
        : $"kubectl edit clusterrole {ShellText.Word(source.Source)}: remove pods/ephemeralcontainers from its rules";

    private static string Binding(ObjectName binding)
    {
        var name = ShellText.Word(binding.Name);
        return binding.Namespace is null ? $"clusterrolebinding {name}" : $"rolebinding -n {binding.Namespace} {name}";
    }

    private static string Flag(Subject subject) => subject.Kind switch
    {
        SubjectKind.User => "--user=" + ShellText.Word(subject.Name),
        SubjectKind.Group => "--group=" + ShellText.Word(subject.Name),
        _ => $"--serviceaccount={subject.Namespace}:{subject.Name}",
    };
}
