using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Scanner.Simulator.Admission.Matching;
using Scanner.Simulator.Api;

namespace Scanner.Simulator.Admission.Policies;

/// <summary>ValidatingAdmissionPolicy: policies in name order, each with its bindings; the first binding denial is reported.</summary>
/// <remarks>As apiserver/pkg/admission/plugin/policy/validating. CEL itself is not evaluated: see <see cref="AdmissionPlugins"/>.</remarks>
internal sealed class ValidatingPolicyPlugin(IClusterView cluster, AdmissionPlugins plugins)
{
    private const string Group = "admissionregistration.k8s.io";

    private readonly RequestMatcher _matcher = new(cluster);
    private readonly PolicyParameters _parameters = new(cluster);

    public PluginAnswer Validate(AdmissionRequest request)
    {
        if (RequestMatcher.IsExempt(request))
            return PluginAnswer.Admitted;
        var bindings = cluster.List(Group, "validatingadmissionpolicybindings");
        var warnings = ImmutableArray.CreateBuilder<string>();
        ApiStatus? refusal = null;
        foreach (var policy in cluster.List(Group, "validatingadmissionpolicies"))
        {
            if (!_matcher.MatchesResources(policy.Object("spec").Object("matchConstraints"), request))
                continue;
            foreach (var binding in bindings.Where(b => b.Object("spec").Text("policyName") == NameOf(policy)))
            {
                if (_matcher.MatchesResources(binding.Object("spec").Object("matchResources"), request))
                    refusal ??= Apply(policy, binding, request, warnings);
            }
        }

        return new PluginAnswer(warnings.ToImmutable(), refusal);
    }

    private ApiStatus? Apply(JsonObject policy, JsonObject binding, AdmissionRequest request, ImmutableArray<string>.Builder warnings)
    {
        var actions = binding.Object("spec").Texts("validationActions");
        ApiStatus? refusal = null;
        foreach (var denial in Denials(policy, binding, request))
        {
            if (actions.Contains("Warn", StringComparer.Ordinal))
                warnings.Add($"Validation failed for ValidatingAdmissionPolicy '{NameOf(policy)}' with binding '{NameOf(binding)}': {denial.Message}");
            if (actions.Contains("Deny", StringComparer.Ordinal))
                refusal ??= Refuse(policy, binding, denial, request);
        }

        return refusal;
    }

    private List<PolicyDenial> Denials(JsonObject policy, JsonObject binding, AdmissionRequest request)
    {
        var failClosed = policy.Object("spec").Text("failurePolicy") != "Ignore";
        var parameters = _parameters.Find(policy, binding, request, out var error);
        if (error is not null)
            return failClosed ? [new PolicyDenial(error, null)] : [];
        var ns = request.Namespace.Length == 0 ? null : cluster.Get("", "namespaces", null, request.Namespace);
        List<PolicyDenial> denials = [];
        foreach (var parameter in parameters)
        {
            var context = new CelContext(NameOf(policy), "", request, parameter, ns);
            var evaluation = new PolicyEvaluation(policy, context, plugins.Evaluate);
            denials.AddRange(evaluation.Denials(failClosed));
        }

        return denials;
    }

    private static ApiStatus Refuse(JsonObject policy, JsonObject binding, PolicyDenial denial, AdmissionRequest request)
    {
        var message = $"ValidatingAdmissionPolicy '{NameOf(policy)}' with binding '{NameOf(binding)}' denied request: {denial.Message}";
        var reason = string.IsNullOrEmpty(denial.Reason) ? "Invalid" : denial.Reason;
        var code = reason switch
        {
            "Forbidden" => 403,
            "Unauthorized" => 401,
            "RequestEntityTooLarge" => 413,
            _ => 422,
        };
        var details = AdmissionStatus.Details(request);
        details["causes"] = new JsonArray(new JsonObject { ["message"] = message });
        return ApiStatus.Failure(code, reason, AdmissionStatus.ForbiddenText(request, message), details);
    }

    private static string NameOf(JsonObject obj) => obj.Object("metadata").Text("name") ?? "";
}
