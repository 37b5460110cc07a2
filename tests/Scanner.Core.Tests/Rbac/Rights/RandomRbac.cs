using System.Collections.Immutable;
using Scanner.Core.Rbac.Facts;

namespace Scanner.Core.Tests.Rbac.Rights;

/// <summary>Random roles and bindings over so few names that they meet. Of every second seed no binding holds everywhere.</summary>
internal sealed class RandomRbac(int seed)
{
    private static readonly string[] s_verbs = ["patch", "update", "get", "*", "escalate", "bind", "create", "impersonate", "impersonate:user-info", "impersonate-on:user-info:patch"];
    private static readonly string[] s_groups = ["", "*", "apps", "rbac.authorization.k8s.io", "authentication.k8s.io"];
    private static readonly string[] s_names = ["r0", "r1", "r2", "web", "u0", "g0", "sa0"];

    private static readonly string[] s_resources =
    [
        "pods/ephemeralcontainers", "*/ephemeralcontainers", "*", "pods", "pods/*", "*/*", "roles", "clusterroles", "rolebindings", "clusterrolebindings",
        "users", "groups", "serviceaccounts", "serviceaccounts/token",
    ];

    private readonly Random _random = new(seed);

    public int Next(int below) => _random.Next(below);

    public RoleFacts Role() => new(new ObjectName(Namespace(), $"r{_random.Next(3)}")) { Rules = [.. Enumerable.Range(0, _random.Next(4)).Select(_ => Rule())] };

    public PolicyRuleFacts Rule() => new(Some(s_verbs, 3), Some(s_groups, 2), Some(s_resources, 3), _random.Next(4) == 0 ? Some(s_names, 2) : []);

    public BindingFacts Binding()
    {
        var name = new ObjectName(seed % 2 == 0 ? $"n{_random.Next(4)}" : Namespace(), $"b{_random.Next(6)}");
        var role = new RoleReference(name.Namespace is null || _random.Next(2) == 0, $"r{_random.Next(4)}");
        return new BindingFacts(name, role, [.. Enumerable.Range(0, _random.Next(4)).Select(_ => Who())]);
    }

    public Subject Who() => _random.Next(5) switch
    {
        0 => Subject.User($"u{_random.Next(3)}"),
        1 => Subject.Group($"g{_random.Next(3)}"),
        2 => Subject.Group(_random.Next(2) == 0 ? "system:serviceaccounts" : "system:serviceaccounts:n0"),
        _ => Subject.ServiceAccount($"n{_random.Next(3)}", $"sa{_random.Next(2)}"),
    };

    public IEnumerable<T> Shuffle<T>(IEnumerable<T> items)
    {
        var array = items.ToArray();
        _random.Shuffle(array);
        return array;
    }

    private string? Namespace() => _random.Next(3) == 0 ? null : $"n{_random.Next(3)}";

    private ImmutableArray<string> Some(string[] from, int most) =>
        [.. Enumerable.Range(0, 1 + _random.Next(most)).Select(_ => from[_random.Next(from.Length)]).Distinct()];
}
