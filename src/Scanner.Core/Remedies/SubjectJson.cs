using System.Text.Json.Nodes;
using Scanner.Core.Rbac.Facts;

namespace Scanner.Core.Remedies;

/// <summary>A subject as a binding lists it (https://kubernetes.io/docs/reference/kubernetes-api/authorization-resources/role-binding-v1/).</summary>
internal static class SubjectJson
{
    public static JsonObject Of(Subject subject) => subject.Kind == SubjectKind.ServiceAccount
        ? new JsonObject { ["kind"] = "ServiceAccount", ["namespace"] = subject.Namespace, ["name"] = subject.Name }
        : new JsonObject { ["kind"] = subject.Kind.ToString(), ["apiGroup"] = "rbac.authorization.k8s.io", ["name"] = subject.Name };
}
