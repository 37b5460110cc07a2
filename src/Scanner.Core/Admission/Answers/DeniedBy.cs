using System.Collections.Immutable;
using Scanner.Core.Admission.Probes;

namespace Scanner.Core.Admission.Answers;

/// <summary>Who refused a probe, as the answer names it.</summary>
/// <param name="Name">The webhook, the ValidatingAdmissionPolicy, or the Pod Security level and version (<c>baseline:latest</c>).</param>
/// <param name="Binding">The binding of an admission policy; null elsewhere.</param>
/// <param name="Policies">The engine's own policies that the message names, in order; empty when it names none.</param>
/// <param name="Message">The refusal in the policy's words, without the API server's prefix.</param>
public sealed record DeniedBy(Layer Layer, string Name, string? Binding, ImmutableArray<string> Policies, string Message)
{
    /// <summary>Words of Gatekeeper's, Kyverno's and other engines' denials of images.</summary>
    private static readonly string[] s_signs = ["image", "registry", "registries", "repository", "repositories"];

    /// <summary>Name in layer Validation for <c>kube-apiserver --allow-privileged=false</c>.</summary>
    public const string AllowPrivilegedFlag = "allow-privileged";

    /// <summary>Name in layer Validation for the PodSecurityPolicy plug-in, gone since 1.25.</summary>
    public const string PodSecurityPolicy = "PodSecurityPolicy";

    /// <summary>As of <see cref="ProbeResult.WithoutName"/>.</summary>
    public DeniedBy WithoutName() => this with { Message = ProbeNames.Hide(Message) };

    /// <summary>Name in layer Webhook for the ImagePolicyWebhook plug-in, whose backend has no name that a client sees.</summary>
    public const string ImagePolicyWebhook = "ImagePolicyWebhook";

    /// <summary>
    /// The message shows that this is about images. It may be about privilege too: other layers than policies in these two never see an image.
    /// </summary>
    public bool ShowsImagePolicy => MayJudgeImages && s_signs.Any(s => Message.Contains(s, StringComparison.OrdinalIgnoreCase));

    /// <summary>It can be about the image that the probe named.</summary>
    public bool MayJudgeImages => Layer is Layer.Webhook or Layer.ValidatingAdmissionPolicy;

    /// <summary>Of a refusal by outage: a policy failed, and not the call to a webhook.</summary>
    public bool IsFailedPolicy => Layer != Layer.Webhook || !Policies.IsEmpty;

    public bool Equals(DeniedBy? other) =>
        other is not null && Layer == other.Layer && Name == other.Name && Binding == other.Binding && Message == other.Message
        && Policies.AsSpan().SequenceEqual(other.Policies.AsSpan());

    public override int GetHashCode() => HashCode.Combine(Layer, Name, Binding, Message, Policies.Length);
}
