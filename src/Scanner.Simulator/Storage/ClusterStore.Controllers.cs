using System.Text.Json.Nodes;
using Scanner.Simulator.Catalog;
using Scanner.Simulator.Objects;
using Scanner.Simulator.Security;

namespace Scanner.Simulator.Storage;

/// <summary>What a control plane does after a write, done here at once: served types, aggregated roles, service accounts.</summary>
public sealed partial class ClusterStore
{
    private static readonly ResourceKey Definitions = new("apiextensions.k8s.io", "customresourcedefinitions");
    private static readonly ResourceKey ClusterRoles = new("rbac.authorization.k8s.io", "clusterroles");
    private static readonly ResourceKey Namespaces = new("", "namespaces");

    // Called with the lock held.
    private void Reconcile(ResourceType type, JsonObject obj)
    {
        if (type.Key == Definitions)
            Catalog.SetCustom(Table(Definitions).Sorted().SelectMany(o => CustomResourceReader.Read(o.View(type))));
        else if (type.Key == ClusterRoles)
            AggregateRoles(type);
        else if (type.Key == Namespaces && Options.CreateDefaultServiceAccounts)
            CreateServiceAccount(obj);
    }

    private void AggregateRoles(ResourceType type)
    {
        var roles = Table(ClusterRoles).Sorted();
        foreach (var stored in roles.Where(r => r.View(type).ContainsKey("aggregationRule")))
        {
            var role = stored.View(type);
            var rules = ClusterRoleAggregation.Rules(role, roles.Select(r => r.View(type)));
            if (JsonNode.DeepEquals(rules, role["rules"]))
                continue;
            var changed = stored.Parse(type);
            changed["rules"] = rules;
            ClusterRoleAggregation.RecordManager(changed, Options.TimeProvider);
            Commit(type, changed, stored);
            return; // that write reconciled the rest
        }
    }

    private void CreateServiceAccount(JsonObject ns)
    {
        var accounts = Catalog.Find("", "v1", "serviceaccounts")!;
        var terminating = ns.Metadata().ContainsKey("deletionTimestamp");
        if (terminating || Table(Namespaces).Get(ns.Name()) is null || Table(accounts.Key).Get(StoredObject.KeyOf(ns.Name(), "default")) is not null)
            return;
        var account = new JsonObject { ["metadata"] = new JsonObject { ["name"] = "default", ["namespace"] = ns.Name() } };
        ObjectMetadata.Complete(account, null, accounts, Options);
        Commit(accounts, account, null);
    }
}
