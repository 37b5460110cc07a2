using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Scanner.Core.Rbac.Facts;
using Scanner.Core.Rbac.Rights;

namespace Scanner.Core.Remedies;

/// <summary>
/// The Role that replaces a wide right: what <c>kubectl debug</c> needs in one namespace, which is to read the pod and to patch its ephemeral
/// containers, and of the right itself no more than the wide one gave.
/// </summary>
internal static class NarrowRole
{
    private const string Group = "rbac.authorization.k8s.io";
    private const string Prefix = "add-ephemeral-containers-";

    /// <summary>Makes the role and binds the subject to it.</summary>
    public static Command Create(RbacGrant grant, Subject subject)
    {
        var name = NameFor(grant.Binding!.Value, subject);
        var role = Object("Role", name);
        role["rules"] = new JsonArray(Rule(grant, "pods", "get"), Rule(grant, "pods/ephemeralcontainers", Verb(grant)));
        var binding = Object("RoleBinding", name);
        binding["roleRef"] = new JsonObject { ["apiGroup"] = Group, ["kind"] = "Role", ["name"] = name };
        binding["subjects"] = new JsonArray(SubjectJson.Of(subject));
        return Kubectl.Apply(grant.Namespace, role, binding);
    }

    /// <summary>Has the server confirm that it works; empty where the subject cannot be impersonated by a header.</summary>
    public static IEnumerable<Command> Try(RbacGrant grant, Subject subject)
    {
        if (!subject.Name.All(c => c is >= ' ' and not '\u007f'))
            yield break;
        var pods = Named(grant) is [var first, ..] ? $"pods/{first}" : "pods";
        yield return Kubectl.CanI(subject, grant.Namespace, "get", pods);
        yield return Kubectl.CanI(subject, grant.Namespace, Verb(grant), pods, "ephemeralcontainers");
    }

    private static string Verb(RbacGrant grant) => grant.Verbs.HasFlag(AddVerbs.Patch) ? "patch" : "update";

    private static string[]? Named(RbacGrant grant) => grant.Pods is { } pods ? [.. pods.Where(p => p.Length > 0)] : null;

    // Of the binding and the subject, so that nobody else's role is met and a second try meets the first.
    private static string NameFor(ObjectName binding, Subject subject)
    {
        var text = string.Join('\n', binding.Namespace, binding.Name, subject.Kind, subject.Namespace, subject.Name);
        return Prefix + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 5));
    }

    private static JsonObject Object(string kind, string name) => new()
    {
        ["apiVersion"] = Group + "/v1",
        ["kind"] = kind,
        ["metadata"] = new JsonObject { ["name"] = name },
    };

    private static JsonObject Rule(RbacGrant grant, string resource, string verb)
    {
        var rule = new JsonObject { ["apiGroups"] = new JsonArray(""), ["resources"] = new JsonArray(resource), ["verbs"] = new JsonArray(verb) };
        if (Named(grant) is { } names)
            rule["resourceNames"] = new JsonArray([.. names.Select(n => JsonValue.Create(n))]);
        return rule;
    }
}
