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
        var name = Flag("--as", options.ImpersonateUser) ?? Value(user?.Text("as"));
        var uid = Flag("--as-uid", options.ImpersonateUid) ?? Value(user?.Text("as-uid"));
        var groups = ReadGroups(user, options);
        var extra = ReadExtra(user, options);
        if (name is null)
            return uid is null && groups.IsEmpty && extra.IsEmpty ? null : throw MissingUser(user, options);
        return new Impersonation(name) { Uid = uid, Groups = groups, Extra = extra };
    }

    private static ImmutableArray<string> ReadGroups(ConfigMap? user, ConnectionOptions options)
    {
        if (options.ImpersonateGroups.Count == 0)
            return user is null ? [] : [.. user.Texts("as-groups").Select(text => Value(text)!)];
        return [.. options.ImpersonateGroups.Select(group => Checked("--as-group", group))];
    }

    /// <summary>All values that flags give for a key stand in the place of the kubeconfig's for that key; other keys stay.</summary>
    private static ImmutableSortedDictionary<string, ImmutableArray<string>> ReadExtra(ConfigMap? user, ConnectionOptions options)
    {
        var extra = (user is null ? [] : user.TextLists("as-user-extra")).ToImmutableSortedDictionary(
            entry => entry.Key, entry => entry.Value.Select(text => Value(text)!).ToImmutableArray());
        var given = options.ImpersonateExtra.Select(Pair).GroupBy(pair => pair.Key, pair => pair.Value);
        return extra.SetItems(given.Select(values => KeyValuePair.Create(values.Key, values.ToImmutableArray())));
    }

    private static (string Key, string Value) Pair(string extra) => Checked("--as-user-extra", extra).Split('=', 2) is [{ Length: > 0 } key, var value]
        ? (key, value)
        : throw new ConnectionConfigurationException("--as-user-extra takes KEY=VALUE");

    private static ConnectionConfigurationException MissingUser(ConfigMap? user, ConnectionOptions options)
    {
        if (options.ImpersonateGroups.Count > 0)
            return new ConnectionConfigurationException("--as-group needs --as: groups are impersonated together with a user");
        if (NotEmpty(options.ImpersonateUid) is not null)
            return new ConnectionConfigurationException("--as-uid needs --as: a uid is impersonated together with a user");
        return options.ImpersonateExtra.Count > 0
            ? new ConnectionConfigurationException("--as-user-extra needs --as: attributes are impersonated together with a user")
            : user!.Error("as-groups, as-uid and as-user-extra need as: they are impersonated together with a user");
    }

    private static string? Flag(string flag, string? text) => NotEmpty(text) is { } given ? Checked(flag, given) : null;

    private static string Checked(string flag, string text) => HeaderText.IsValue(text)
        ? text
        : throw new ConnectionConfigurationException(flag + " holds a character that no header can hold");

    private static string? Value(ConfigText? text) =>
        text is null || HeaderText.IsValue(text.Value) ? text?.Value : throw text.Error("holds a character that no header can hold");

    private static string? NotEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
