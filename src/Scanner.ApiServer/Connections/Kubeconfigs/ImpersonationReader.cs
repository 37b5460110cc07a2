using System.Collections.Immutable;
using Scanner.ApiServer.Connections.Nodes;

namespace Scanner.ApiServer.Connections.Kubeconfigs;

/// <summary>Who to impersonate, from the flags and the kubeconfig user; a flag wins over the key that means the same.</summary>
internal static class ImpersonationReader
{
    /// <param name="user">The kubeconfig user; null when there is none, as in a pod.</param>
    /// <param name="options">The flags.</param>
    public static Impersonation? Read(ConfigMap? user, ConnectionOptions options)
    {
        var name = NotEmpty(options.ImpersonateUser) ?? Value(user?.Text("as"));
        var uid = Value(user?.Text("as-uid"));
        var groups = ReadGroups(user, options);
        var extra = user is null ? [] : user.TextLists("as-user-extra");
        if (name is null)
            return uid is null && groups.IsEmpty && extra.IsEmpty ? null : throw MissingUser(user, options);
        if (!HeaderText.IsValue(name))
            throw new ConnectionConfigurationException("--as holds a character that no header can hold");

        return new Impersonation(name)
        {
            Uid = uid,
            Groups = groups,
            Extra = extra.ToImmutableSortedDictionary(
                entry => entry.Key, entry => entry.Value.Select(text => Value(text)!).ToImmutableArray()),
        };
    }

    private static ImmutableArray<string> ReadGroups(ConfigMap? user, ConnectionOptions options)
    {
        if (options.ImpersonateGroups.Count == 0)
            return user is null ? [] : [.. user.Texts("as-groups").Select(text => Value(text)!)];
        if (!options.ImpersonateGroups.All(HeaderText.IsValue))
            throw new ConnectionConfigurationException("--as-group holds a character that no header can hold");
        return [.. options.ImpersonateGroups];
    }

    private static ConnectionConfigurationException MissingUser(ConfigMap? user, ConnectionOptions options) =>
        options.ImpersonateGroups.Count > 0
            ? new ConnectionConfigurationException("--as-group needs --as: groups are impersonated together with a user")
            : user!.Error("as-groups, as-uid and as-user-extra need as: they are impersonated together with a user");

    private static string? Value(ConfigText? text) =>
        text is null || HeaderText.IsValue(text.Value) ? text?.Value : throw text.Error("holds a character that no header can hold");

    private static string? NotEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
