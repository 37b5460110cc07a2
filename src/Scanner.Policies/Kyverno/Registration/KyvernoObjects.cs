using Scanner.Policies.Cel.Values;
using Scanner.Policies.Objects;

namespace Scanner.Policies.Kyverno.Registration;

/// <summary>What all policies of a cluster share.</summary>
/// <param name="Minor">The minor version of Kubernetes 1.x.</param>
/// <param name="Given">
/// Values that stand for what a rule would have to ask a server for, by policy and rule; the engine's own test cases bring such.
/// </param>
internal sealed record KyvernoObjects(
    PolicyObjects Objects, KyvernoSettings Settings, KyvernoWebhooks Webhooks, int Minor, Func<string, string, CelValue?>? Given = null)
{
    public static KyvernoObjects Of(PolicyObjects objects, int minor) => new(objects, new KyvernoSettings(objects), new KyvernoWebhooks(objects), minor);
}
