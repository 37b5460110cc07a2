using Scanner.Simulator.Admission.Policies;
using Scanner.Simulator.Webhooks;

namespace Scanner.Simulator.Admission;

/// <summary>
/// What the simulator cannot do itself: the answers of webhooks, and the values of CEL expressions. Not safe to change while in use.
/// </summary>
public sealed class AdmissionPlugins
{
    private readonly Dictionary<string, WebhookHandler> _webhooks = new(StringComparer.Ordinal);
    private readonly Dictionary<string, CelFunction> _policies = new(StringComparer.Ordinal);
    private readonly Dictionary<string, CelFunction> _expressions = new(StringComparer.Ordinal)
    {
        ["true"] = static _ => CelValue.True,
        ["false"] = static _ => CelValue.False,
    };

    /// <summary>Evaluate admission policies on 1.28 too, where they are beta and off by default.</summary>
    public bool BetaAdmissionPolicies { get; init; }

    /// <summary>Answers for the webhooks of one URL; a URL without a function behaves as a refused connection.</summary>
    /// <param name="url">
    /// <c>clientConfig.url</c>, or for a service the URL that the API server calls, such as <c>https://hook.tools.svc:443/validate</c>.
    /// </param>
    public AdmissionPlugins OnWebhook(string url, WebhookHandler handler)
    {
        _webhooks[url] = handler;
        return this;
    }

    /// <summary>Values for one CEL expression, compared without surrounding white space.</summary>
    public AdmissionPlugins OnExpression(string expression, CelFunction function)
    {
        _expressions[expression.Trim()] = function;
        return this;
    }

    /// <summary>Values for every expression of one ValidatingAdmissionPolicy; goes before <see cref="OnExpression"/>.</summary>
    public AdmissionPlugins OnPolicy(string policyName, CelFunction function)
    {
        _policies[policyName] = function;
        return this;
    }

    internal WebhookHandler? Webhook(string url) => _webhooks.GetValueOrDefault(url);

    internal CelValue Evaluate(CelContext context)
    {
        var function = _policies.GetValueOrDefault(context.Owner) ?? _expressions.GetValueOrDefault(context.Expression);
        return function is null ? CelValue.Error("no function is registered for this expression") : function(context);
    }
}
