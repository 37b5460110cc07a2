using Scanner.Core.Admission.Policies;
using Scanner.Policies.Cel.Values;
using Scanner.Policies.Decisions;

namespace Scanner.Policies.Kyverno.Trees;

/// <summary>Names a policy of Kyverno, of whatever kind.</summary>
internal static class KyvernoIdentity
{
    public static PolicyIdentity Of(CelValue? policy) =>
        new(EngineNames.Kyverno, Tree.Text(policy, "kind"), Tree.Text(policy, "metadata", "namespace"), Tree.Text(policy, "metadata", "name"));
}
