using Scanner.Core.Admission.Answers;
using Scanner.Core.Admission.Policies;

namespace Scanner.Core.Remedies;

/// <summary>
/// Puts a remedy into words and commands. Of the remedies about the scanner itself it says only what holds
/// for every reader; who knows how its readers work the scanner words those first.
/// </summary>
public static class RemedyText
{
    /// <summary>As one text: see <see cref="Advice.ToString"/>.</summary>
    public static string Of(Remedy remedy) => Advise(remedy).ToString();

    public static Advice Advise(Remedy remedy) => remedy switch
    {
        Remedy.EnforceBaseline enforce => BaselineAdvice.Of(enforce),
        Remedy.DenyByPolicy { Namespaces: var namespaces } => GuardAdvice.Of(namespaces),
        Remedy.CloseMeanwhile meanwhile => GuardAdvice.Meanwhile(meanwhile),
        Remedy.ExtendPolicy { Mends: { IsEmpty: false } mends } => Advice.Of(Kubectl.Patches(mends)),
        Remedy.ExtendPolicy { By: var by } => PolicyAdvice.Extend(by),
        Remedy.ExtendToPod extend => PolicyAdvice.ExtendToPod(extend.By, extend.Namespace, extend.Pod),
        Remedy.ExtendCoverage { Policy: var policy } => CoverageAdvice.Extend(policy),
        Remedy.EnforcePolicy { Policy: var policy } => CoverageAdvice.Enforce(policy),
        Remedy.CloseWebhook { Webhook: var webhook } => CoverageAdvice.Close(webhook),
        Remedy.EndExemption { IsOfNamespaces: false, Where: var which } => new($"see whether it must let those {which} pass; if not, take the exemption away"),
        Remedy.EndExemption { Where: var where } => new($"see whether the namespaces must be left out by {where}; if not, take them out of it"),
        Remedy.Upgrade { Outdated: var outdated } => new(Upgrade(outdated)),
        Remedy.RepairPolicy { By: var by } => new($"repair {NamespaceExplanation.Who(by)}, its parameters or its expressions; until then nobody can debug here"),
        Remedy.RepairWebhook { Webhook: var webhook } => new($"repair the service behind webhook {webhook}; until then nobody can debug here"),
        Remedy.ReplacePod pod => Advice.Of(Kubectl.Delete("pod", pod.Namespace, pod.Pod)).Noting("ephemeral containers cannot be removed; replace the pod"),
        Remedy.GrantPermission { Permission: var permission } => new(
            $"grant the rule {permission.Rule}{(permission.Namespace is { } ns ? $" in namespace {ns}" : "")}"),
        Remedy.GrantProbing => new($"grant the rule {MissingPermission.ToProbe.Rule}; the scanner sends dry runs only"),
        Remedy.RaiseFence => new(
            "apply what scanner rbac --fence ACCOUNT prints, for Kubernetes 1.30 and later; before that a policy engine can do the same (docs/fence.md)"),
        Remedy.RenewCredentials => new("renew the scanner's credentials"),
        Remedy.ReviewException { Expired: true } => new("mend what it accepted and remove it, or decide anew and give it a later date"),
        Remedy.ReviewException => new(
            "remove it if what it accepted has been mended, or correct its patterns: the rule, namespace and subject of a finding must all match"),
        Remedy.Nothing { Because: UnknownReason.SubresourceAbsent } => new(
            "nothing to do: a server that does not serve pods/ephemeralcontainers takes no ephemeral container"),
        Remedy.Nothing { Because: UnknownReason.NotYetProbed } => new("nothing to do: it is asked when its turn comes"),
        Remedy.Nothing => new("nothing to do: it will be probed when it has a pod that takes ephemeral containers"),
        Remedy.AllowMoreTime => new("ask again, or allow more time for an answer"),
        Remedy.EnableProbing => new("switch probing on"),
        Remedy.AskCluster { Namespace: var ns } => new($"for a verdict ask the cluster about {Named(ns)}"),
        Remedy.AskAgain { Namespace: var ns } => new($"ask about {Named(ns)} again; if it stays, look at request and answer"),
        Remedy.AsTold told => told.Advice,
        _ => RbacAdvice.Of(remedy),
    };

    private static string Upgrade(OutdatedVersion outdated)
    {
        var to = outdated.Mended is not { } mended ? $"a version that mends {outdated.Id}"
            : mended == outdated.Id ? $"{mended} or later"
            : $"{mended} or later, which mends {outdated.Id}";
        return $"upgrade {outdated.Component} from {outdated.Version} to {to}";
    }

    private static string Named(string? ns) => ns is null ? "the namespace" : $"namespace {ns}";
}
