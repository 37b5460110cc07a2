using Scanner.Core.Admission.Policies;
using Scanner.Core.Cluster;
using Scanner.Core.Remedies;

namespace Scanner.Core.Findings.Policies;

/// <summary>A webhook that sees ephemeral containers, and lets them pass when nobody answers.</summary>
internal sealed class FailsOpenRule : IRule<OpenWebhook>
{
    public RuleIdentity Identity { get; } = new("ES405", "FailsOpen", Severity.Medium, "it stands open while nobody answers it");

    public IEnumerable<Finding> Evaluate(OpenWebhook item, RuleContext context)
    {
        var resource = new ResourceReference("admissionregistration.k8s.io/v1", "ValidatingWebhookConfiguration", null, item.Configuration);
        var now = item.IsUnanswered ? ", and its service has no ready endpoint" : "";
        yield return Identity.Find(
            resource,
            $"webhook {item.Webhook} lets ephemeral containers pass when it cannot be called (failurePolicy: Ignore){now}",
            new Remedy.CloseWebhook(item),
            item.Webhook,
            item.IsUnanswered ? new Rating(Severity.High, "nobody answers it, so that it stands open now") : null);
    }
}
