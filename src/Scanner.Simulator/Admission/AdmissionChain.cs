using Scanner.Simulator.Admission.PodSecurity;
using Scanner.Simulator.Admission.Policies;
using Scanner.Simulator.Api;
using Scanner.Simulator.Webhooks;

namespace Scanner.Simulator.Admission;

/// <summary>
/// The admission plugins of a real API server that matter to pods, in its order: mutating webhooks; then Pod Security, validating
/// admission policies and validating webhooks, of which the first refusal ends the request.
/// </summary>
public sealed class AdmissionChain : IAdmissionChain
{
    private readonly WebhookDispatcher _webhooks;
    private readonly Func<AdmissionRequest, PluginAnswer>[] _validating;

    /// <param name="cluster">Where webhook configurations, policies and namespaces are read, anew for every request.</param>
    /// <param name="version">Admission policies are evaluated from 1.30 on, or on 1.28 when <paramref name="plugins"/> says so.</param>
    public AdmissionChain(IClusterView cluster, AdmissionPlugins plugins, KubernetesVersion version)
    {
        _webhooks = new WebhookDispatcher(cluster, plugins);
        var policies = version >= KubernetesVersion.V1_30 || (version == KubernetesVersion.V1_28 && plugins.BetaAdmissionPolicies);
        _validating = policies
            ? [new PodSecurityPlugin(cluster, version).Validate, new ValidatingPolicyPlugin(cluster, plugins).Validate, _webhooks.Validate]
            : [new PodSecurityPlugin(cluster, version).Validate, _webhooks.Validate];
    }

    public Task<AdmissionOutcome> MutateAsync(AdmissionRequest request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(_webhooks.Mutate(request));
    }

    public Task<AdmissionOutcome> ValidateAsync(AdmissionRequest request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        List<string> warnings = [];
        ApiStatus? refusal = null;
        foreach (var validate in _validating)
        {
            var answer = validate(request);
            warnings.AddRange(answer.Warnings);
            refusal = answer.Refusal;
            if (refusal is not null)
                break;
        }

        return Task.FromResult(new AdmissionOutcome(request.Object, [.. warnings], refusal));
    }
}
