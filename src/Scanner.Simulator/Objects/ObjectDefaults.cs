using System.Text.Json.Nodes;
using Scanner.Simulator.Catalog;

namespace Scanner.Simulator.Objects;

/// <summary>
/// Defaults of the built-in types that have no strategy of their own, as recorded lists show them.
/// </summary>
internal static class ObjectDefaults
{
    private const string RbacGroup = "rbac.authorization.k8s.io";

    /// <summary>Fills in defaults, in place; a strategy in the options goes last.</summary>
    public static void Apply(ResourceType type, JsonObject obj, SimulatorOptions options)
    {
        switch (type.Kind)
        {
            case "Namespace":
                Namespace(obj);
                break;
            case "RoleBinding" or "ClusterRoleBinding" when type.Group == RbacGroup:
                Binding(obj);
                break;
            case "ValidatingWebhookConfiguration" or "MutatingWebhookConfiguration":
                foreach (var hook in obj.Objects("webhooks"))
                    Webhook(hook, type.Kind.StartsWith("Mutating", StringComparison.Ordinal));
                break;
            case "ValidatingAdmissionPolicy" or "MutatingAdmissionPolicy":
                Policy(obj, type.Kind.StartsWith("Validating", StringComparison.Ordinal));
                break;
            case "ValidatingAdmissionPolicyBinding" or "MutatingAdmissionPolicyBinding":
                PolicyBinding(obj);
                break;
            case "Secret":
                Secret(obj);
                break;
            case "CustomResourceDefinition":
                Definition(obj);
                break;
            case "EndpointSlice":
                foreach (var port in obj.Objects("ports"))
                    Ensure(port, ("name", ""), ("protocol", "TCP"));
                break;
        }

        WorkloadDefaults.Apply(type, obj);
        options.StrategyFor(type)?.Default(obj);
    }

    private static void Definition(JsonObject obj)
    {
        var spec = obj.ObjectOrNew("spec");
        var names = spec.ObjectOrNew("names");
        var kind = names.Text("kind") ?? "";
        Ensure(names, ("listKind", kind + "List"), ("singular", kind.ToLowerInvariant()));
        Ensure(spec.ObjectOrNew("conversion"), ("strategy", "None"));
        var status = obj.ObjectOrNew("status");
        if (!status.ContainsKey("conditions"))
            status["conditions"] = null;
        if (status["storedVersions"] is not JsonArray { Count: > 0 })
            status["storedVersions"] = new JsonArray([.. spec.Objects("versions").Where(v => v.Flag("storage")).Select(v => JsonValue.Create(v.Text("name")))]);
    }

    // stringData is for writing only: it goes into data.
    private static void Secret(JsonObject obj)
    {
        Ensure(obj, ("type", "Opaque"));
        foreach (var (key, text) in obj.Object("stringData") ?? [])
            obj.ObjectOrNew("data")[key] = Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(text?.ToString() ?? ""));
        obj.Remove("stringData");
    }

    private static void Namespace(JsonObject obj)
    {
        obj.Metadata().ObjectOrNew("labels")["kubernetes.io/metadata.name"] = obj.Name();
        Ensure(obj.ObjectOrNew("spec"), ("finalizers", new JsonArray("kubernetes")));
        Ensure(obj.ObjectOrNew("status"), ("phase", "Active"));
    }

    private static void Binding(JsonObject obj)
    {
        foreach (var subject in obj.Objects("subjects").Where(s => s.Text("kind") is "User" or "Group"))
            Ensure(subject, ("apiGroup", RbacGroup));
        if (obj.Object("roleRef") is { } role)
            Ensure(role, ("apiGroup", RbacGroup));
    }

    private static void Webhook(JsonObject hook, bool mutating)
    {
        Ensure(hook, ("failurePolicy", "Fail"), ("matchPolicy", "Equivalent"), ("namespaceSelector", new JsonObject()),
            ("objectSelector", new JsonObject()), ("timeoutSeconds", 10));
        if (mutating)
            Ensure(hook, ("reinvocationPolicy", "Never"));
        if (hook.Object("clientConfig")?.Object("service") is { } service)
            Ensure(service, ("port", 443));
        Rules(hook, "rules");
    }

    private static void Policy(JsonObject obj, bool validating)
    {
        var spec = obj.ObjectOrNew("spec");
        Ensure(spec, ("failurePolicy", "Fail"));
        if (spec.Object("matchConstraints") is { } match)
            Matching(match);
        if (validating)
            obj.ObjectOrNew("status");
    }

    private static void PolicyBinding(JsonObject obj)
    {
        if (obj.Object("spec")?.Object("matchResources") is { } match)
            Matching(match);
    }

    private static void Matching(JsonObject match)
    {
        Ensure(match, ("namespaceSelector", new JsonObject()), ("objectSelector", new JsonObject()), ("matchPolicy", "Equivalent"));
        Rules(match, "resourceRules");
        Rules(match, "excludeResourceRules");
    }

    private static void Rules(JsonObject owner, string field)
    {
        foreach (var rule in owner.Objects(field))
            Ensure(rule, ("scope", "*"));
    }

    private static void Ensure(JsonObject obj, params ReadOnlySpan<(string Field, JsonNode Value)> defaults)
    {
        foreach (var (field, value) in defaults)
        {
            if (obj[field] is null || (obj[field] is JsonValue given && given.GetValueKind() == System.Text.Json.JsonValueKind.String && given.GetValue<string>().Length == 0))
                obj[field] = value;
        }
    }
}
