using Scanner.Policies.AdmissionPolicies;
using Scanner.Policies.Cel;
using Scanner.Policies.Cel.Syntax;
using Scanner.Policies.Cel.Values;
using Scanner.Policies.Kyverno.Trees;
using Scanner.Policies.Requests;

namespace Scanner.Policies.Kyverno.CelPolicies;

/// <summary>What expressions of <c>policies.kyverno.io</c> may name. Source: pkg/cel/policies/vpol/compiler/compiler.go.</summary>
internal static class CelVariables
{
    /// <summary>What has to be asked of a cluster, a registry or a server.</summary>
    private static readonly string[] s_asked = ["resource", "globalContext", "http", "image", "generator"];

    public static CelEnvironment Environment { get; } = new(
        CelDialect.Kyverno,
        [
            new("object", CelType.Dyn), new("oldObject", CelType.Dyn), new("request", CelType.Dyn), new("namespaceObject", RequestTypes.Namespace),
            new("exceptions", CelType.Dyn), .. s_asked.Select(a => new CelVariable(a, CelType.Dyn)),
        ]);

    /// <param name="exceptions">The images and values that exceptions allow.</param>
    public static CelValue[] Values(AdmissionRequest request, CelValue exceptions)
    {
        var known = RequestVariables.Values(request, null);
        // The variables of Kubernetes: object, oldObject, request, two of the authorizer, namespaceObject.
        var (now, before, asked, space) = (known[0], known[1], known[2], known[5]);
        return [now, before, Tree.With(asked, ("object", now), ("oldObject", before)), space, exceptions, .. s_asked.Select(CelUnknown.Of)];
    }
}
