using Scanner.Core.Admission.Answers;
using Scanner.Core.Rbac.Rights;

namespace Scanner.Core.Remedies;

/// <summary>
/// Puts a remedy into words: a command for the cluster, or an instruction. Of the remedies about the scanner itself it says only what holds
/// for every reader; who knows how its readers work the scanner words those first.
/// </summary>
public static class RemedyText
{
    /// <summary>The words of <see cref="Brief"/>, which <see cref="EnforceBaseline"/> spells out.</summary>
    public const string BriefBaseline = "enforce Pod Security baseline";

    public static string Of(Remedy remedy) => remedy switch
    {
        Remedy.EnforceBaseline enforce => Baseline(enforce, EnforceBaseline(enforce.Namespace)),
        Remedy.ExtendPolicy { By: var by } => PolicyAdvice.Extend(by),
        Remedy.ExtendToPod extend => PolicyAdvice.ExtendToPod(extend.By, extend.Namespace, extend.Pod),
        Remedy.RepairPolicy { By: var by } => $"repair {NamespaceExplanation.Who(by)}, its parameters or its expressions; until then nobody can debug here",
        Remedy.RepairWebhook { Webhook: var webhook } => $"repair the service behind webhook {webhook}; until then nobody can debug here",
        Remedy.ReplacePod pod => $"ephemeral containers cannot be removed; replace the pod: kubectl delete pod -n {pod.Namespace} {pod.Pod}",
        Remedy.GrantPermission { Permission: var permission } => $"grant the rule {permission.Rule}",
        Remedy.GrantProbing => $"grant the rule {MissingPermission.ToProbe.Rule}; the scanner sends dry runs only",
        Remedy.RenewCredentials => "renew the scanner's credentials",
        Remedy.ReviewException { Expired: true } => "mend what it accepted and remove it, or decide anew and give it a later date",
        Remedy.ReviewException =>
            "remove it if what it accepted has been mended, or correct its patterns: the rule, namespace and subject of a finding must all match",
        Remedy.Nothing { Because: UnknownReason.SubresourceAbsent } =>
            "nothing to do: a server that does not serve pods/ephemeralcontainers takes no ephemeral container",
        Remedy.Nothing => "nothing to do: it will be probed when it has a pod that takes ephemeral containers",
        Remedy.AllowMoreTime => "ask again, or allow more time for an answer",
        Remedy.EnableProbing => "switch probing on",
        Remedy.AskCluster { Namespace: var ns } => $"for a verdict ask the cluster about namespace {ns}",
        Remedy.AskAgain { Namespace: var ns } => $"ask about namespace {ns} again; if it stays, look at request and answer",
        _ => RbacAdvice.Of(remedy),
    };

    /// <summary>The same, but with a few words instead of the one long command that many namespaces need.</summary>
    public static string Brief(Remedy.EnforceBaseline remedy) => Baseline(remedy, BriefBaseline);

    /// <summary>The command.</summary>
    public static string EnforceBaseline(string ns) => $"kubectl label --overwrite namespace {ns} pod-security.kubernetes.io/enforce=baseline";

    private static string Baseline(Remedy.EnforceBaseline remedy, string enforce) => remedy.Because switch
    {
        BaselineReason.OnlyMutated => $"deny it as well: {enforce}",
        BaselineReason.PodSecurityPolicyOnly => $"PodSecurityPolicy never judges ephemeral containers: {enforce}",
        _ => enforce,
    };
}
