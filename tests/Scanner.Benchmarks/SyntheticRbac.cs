using System.Collections.Immutable;
using Scanner.Core.Rbac.Facts;

namespace Scanner.Benchmarks;

/// <summary>Roles and bindings as a large cluster of many teams has them; a tenth of the roles give the right, most bindings give <c>edit</c> or less.</summary>
internal sealed class SyntheticRbac
{
    private static readonly PolicyRuleFacts s_debug = new(["patch"], [""], ["pods/ephemeralcontainers"], []);
    private static readonly PolicyRuleFacts s_debugOne = new(["patch", "update"], [""], ["pods/ephemeralcontainers"], ["web-0"]);
    private static readonly PolicyRuleFacts s_everything = new(["*"], ["*"], ["*"], []);
    private static readonly PolicyRuleFacts s_impersonate = new(["impersonate"], [""], ["serviceaccounts"], []);
    private static readonly PolicyRuleFacts s_pods = new(["create"], [""], ["pods"], []);
    private static readonly PolicyRuleFacts s_tokens = new(["create"], [""], ["serviceaccounts/token"], []);

    public SyntheticRbac(int bindings, int roles, int accounts, int namespaces)
    {
        Namespaces = [.. Enumerable.Range(0, namespaces).Select(RawCluster.Namespace)];
        var made = ImmutableArray.CreateBuilder<RoleFacts>(roles);
        made.Add(new RoleFacts(new ObjectName(null, "cluster-admin")) { Rules = [s_everything] });
        // As the default one: it gives the right to act as the accounts of its namespace.
        made.Add(new RoleFacts(new ObjectName(null, "edit")) { Rules = [s_impersonate, s_tokens] });
        made.Add(new RoleFacts(new ObjectName(null, "debug")) { Rules = [s_debug] });
        // What a team often has: both, and pods.
        made.Add(new RoleFacts(new ObjectName(null, "develop")) { Rules = [s_impersonate, s_tokens, s_debug, s_pods] });
        for (var i = made.Count; i < roles; i++)
            made.Add(new RoleFacts(new ObjectName(Namespaces[i % namespaces], $"role-{i}")) { Rules = i % 20 == 1 ? [s_debug] : i % 20 == 11 ? [s_debugOne] : [] });
        Roles = made.MoveToImmutable();
        Accounts = [.. Enumerable.Range(0, accounts).Select(i => new ObjectName(Namespaces[i % namespaces], $"account-{i}"))];
        Bindings = [.. Enumerable.Range(0, bindings).Select(Binding)];
    }

    public ImmutableArray<string> Namespaces { get; }

    public ImmutableArray<RoleFacts> Roles { get; }

    public ImmutableArray<ObjectName> Accounts { get; }

    public ImmutableArray<BindingFacts> Bindings { get; }

    private BindingFacts Binding(int i)
    {
        if (i % 200 == 0)
            return new BindingFacts(new ObjectName(null, $"binding-{i}"), new RoleReference(true, i % 400 == 0 ? "debug" : "cluster-admin"), [Subject.Group($"platform-{i}")]);
        var ns = Namespaces[i % Namespaces.Length];
        var role = i / Namespaces.Length % 2 == 0 ? new RoleReference(true, "edit") : new RoleReference(false, $"role-{i % Roles.Length}");
        var account = Accounts[i % Accounts.Length];
        ImmutableArray<Subject> subjects = (i % 3) switch
        {
            0 => [Subject.User($"user-{i % 5000}")],
            1 => [Subject.Group($"team-{i % 2000}")],
            _ => [Subject.ServiceAccount(account.Namespace!, account.Name)],
        };
        return new BindingFacts(new ObjectName(ns, $"binding-{i}"), role, subjects);
    }
}
