using Scanner.Policies.Cel.Functions;
using Scanner.Policies.Cel.Values;

namespace Scanner.Policies.Cel.Libraries;

/// <summary>The rights of a user, which only the API server can look up: expressions compile, and what they ask is an unknown.</summary>
internal static class AuthorizerFunctions
{
    public static void AddTo(FunctionList list)
    {
        foreach (var signature in (string[])
        [
            "Authorizer.path(string): PathCheck",
            "Authorizer.group(string): GroupCheck",
            "Authorizer.serviceAccount(string, string): Authorizer",
            "GroupCheck.resource(string): ResourceCheck",
            "ResourceCheck.subresource(string): ResourceCheck",
            "ResourceCheck.namespace(string): ResourceCheck",
            "ResourceCheck.name(string): ResourceCheck",
            "PathCheck.check(string): Decision",
            "ResourceCheck.check(string): Decision",
            "Decision.errored(): bool",
            "Decision.error(): string",
            "Decision.allowed(): bool",
            "Decision.reason(): string",
        ])
        {
            list.Add(signature, static _ => CelUnknown.Of("authorizer"));
        }
    }

    /// <summary>Came with Kubernetes 1.31.</summary>
    public static void AddSelectorsTo(FunctionList list)
    {
        list.Add("ResourceCheck.fieldSelector(string): ResourceCheck", static _ => CelUnknown.Of("authorizer"));
        list.Add("ResourceCheck.labelSelector(string): ResourceCheck", static _ => CelUnknown.Of("authorizer"));
    }
}
