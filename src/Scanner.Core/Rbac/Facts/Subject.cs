namespace Scanner.Core.Rbac.Facts;

/// <summary>
/// Who may hold a right. A service account has one form however a binding names it: as kind ServiceAccount, or as the user
/// <c>system:serviceaccount:NAMESPACE:NAME</c> that the API server makes of it.
/// </summary>
/// <param name="Namespace">Of a service account; null for users and groups.</param>
public readonly record struct Subject(SubjectKind Kind, string Name, string? Namespace = null)
{
    private const string ServiceAccountUser = "system:serviceaccount:";

    /// <summary>By kind, namespace and name.</summary>
    public static IComparer<Subject> Order { get; } = Comparer<Subject>.Create(static (a, b) =>
    {
        if (a.Kind != b.Kind)
            return a.Kind.CompareTo(b.Kind);
        var byNamespace = string.CompareOrdinal(a.Namespace, b.Namespace);
        return byNamespace != 0 ? byNamespace : string.CompareOrdinal(a.Name, b.Name);
    });

    /// <summary>Its name as a user of the API server; null for a group.</summary>
    public string? UserName => Kind switch
    {
        SubjectKind.User => Name,
        SubjectKind.ServiceAccount => $"{ServiceAccountUser}{Namespace}:{Name}",
        _ => null,
    };

    public static Subject User(string name)
    {
        if (name.StartsWith(ServiceAccountUser, StringComparison.Ordinal) && name[ServiceAccountUser.Length..].Split(':') is [{ Length: > 0 } ns, { Length: > 0 } account])
            return new Subject(SubjectKind.ServiceAccount, account, ns);
        return new Subject(SubjectKind.User, name);
    }

    public static Subject Group(string name) => new(SubjectKind.Group, name);

    public static Subject ServiceAccount(string ns, string name) => new(SubjectKind.ServiceAccount, name, ns);

    /// <summary>In words: <c>group developers</c>, <c>service account payments/web</c>.</summary>
    public override string ToString() => Kind switch
    {
        SubjectKind.User => $"user {Name}",
        SubjectKind.Group => $"group {Name}",
        _ => $"service account {Namespace}/{Name}",
    };
}
