using System.Text.Json.Nodes;
using Scanner.Core.Rbac.Facts;
using Scanner.Core.Rbac.Rights;

namespace Scanner.Core.Remedies;

/// <summary>Commands that take a right away, or give a smaller one instead.</summary>
internal static class RbacAdvice
{
    public static Advice Of(Remedy remedy) => remedy switch
    {
        Remedy.DeleteBinding { Binding: var binding } => Advice.Of(Delete(binding)),
        Remedy.Withdraw withdraw => Advice.Of(Withdraw(withdraw.Binding, withdraw.Subject, withdraw.SharedIndex)).Noting(withdraw.Cost.Note),
        Remedy.NarrowGrant narrow => Replace(narrow.Grant, narrow.Subject),
        Remedy.StopAggregation { Source: var source } => Stop(source),
        _ => throw new InvalidOperationException($"no words for {remedy.GetType().Name}"),
    };

    private static Command Withdraw(ObjectName binding, Subject subject, int? sharedIndex) =>
        sharedIndex is { } index ? Remove(binding, subject, index) : Delete(binding);

    private static Command Delete(ObjectName binding) => Kubectl.Delete(Resource(binding), binding.Namespace, binding.Name);

    // The tests make a list that has changed meanwhile an error, not somebody else's loss.
    private static Command Remove(ObjectName binding, Subject subject, int index)
    {
        var path = $"/subjects/{index}";
        var patch = new JsonArray();
        foreach (var (field, value) in SubjectJson.Of(subject).Where(f => f.Key is "kind" or "name" || IsListed(f.Key, binding, subject)))
            patch.Add((JsonNode)Operation("test", $"{path}/{field}", value!.DeepClone()));
        patch.Add((JsonNode)Operation("remove", path, null));
        return Kubectl.Patch(Resource(binding), binding.Namespace, binding.Name, "json", patch);
    }

    // A service account of the binding's own namespace may be listed without it, and the group of the API is the only one there is.
    private static bool IsListed(string field, ObjectName binding, Subject subject) => field == "namespace" && subject.Namespace != binding.Namespace;

    private static JsonObject Operation(string op, string path, JsonNode? value)
    {
        var operation = new JsonObject { ["op"] = op, ["path"] = path };
        if (value is not null)
            operation["value"] = value;
        return operation;
    }

    // The narrow right is there and has been tried before the wide one goes.
    private static Advice Replace(RbacGrant grant, Subject subject)
    {
        var cost = GrantCost.Of(subject, grant.Role, grant.IsWildcard);
        return Advice
            .Of([NarrowRole.Create(grant, subject), .. NarrowRole.Try(grant, subject), Withdraw(grant.Binding!.Value, subject, grant.SharedIndex)])
            .Noting(cost.Note) with
        {
            Brief = "bind it to a Role of its own in the namespace that needs it, then take the wide right away"
                + (cost.Note.Length > 0 ? $" ({cost.Note})" : ""),
        };
    }

    private static Advice Stop(AggregatedSource source)
    {
        if (source.Labels.IsEmpty)
            return Advice.Of(Kubectl.Edit("clusterrole", null, source.Source)).Noting($"take pods/ephemeralcontainers out of the rules of ClusterRole {source.Source}");
        var labels = new JsonObject();
        foreach (var label in source.Labels)
            labels[label] = null;
        var patch = new JsonObject { ["metadata"] = new JsonObject { ["labels"] = labels } };
        return Advice.Of(Kubectl.Patch("clusterrole", null, source.Source, "merge", patch)).Noting(
            $"if ClusterRole {source.Source} hands on more than this right, take pods/ephemeralcontainers out of its rules instead of the label off it");
    }

    private static string Resource(ObjectName binding) => binding.Namespace is null ? "clusterrolebinding" : "rolebinding";
}
