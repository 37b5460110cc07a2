using System.Collections.Concurrent;
using System.Security.Cryptography;
using Scanner.Simulator.Api;

namespace Scanner.Simulator.Security;

/// <summary>Bearer tokens and whom they stand for. Thread-safe.</summary>
internal sealed class TokenRegistry
{
    public const string Authenticated = "system:authenticated";

    /// <summary>Who sends no credentials at all.</summary>
    public static readonly UserInfo Anonymous = new("system:anonymous", ["system:unauthenticated"]);

    private readonly ConcurrentDictionary<string, UserInfo> _users = new(StringComparer.Ordinal);

    public void Add(string token, UserInfo user) => _users[token] = user;

    public bool Remove(string token) => _users.TryRemove(token, out _);

    /// <summary>The token of a user by name; null when none is known.</summary>
    public string? TokenOf(string user) => _users.Where(u => u.Value.Name == user).Select(u => u.Key).Order(StringComparer.Ordinal).FirstOrDefault();

    /// <summary>Null when the credentials are not known.</summary>
    public UserInfo? Authenticate(string? authorization)
    {
        if (string.IsNullOrEmpty(authorization))
            return Anonymous;
        const string Bearer = "Bearer ";
        return authorization.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase)
            ? _users.GetValueOrDefault(authorization[Bearer.Length..].Trim())
            : null;
    }

    /// <summary>A new token for a service account.</summary>
    public string Issue(string ns, string account)
    {
        var token = "sa-" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        Add(token, ServiceAccount(ns, account));
        return token;
    }

    public static UserInfo ServiceAccount(string ns, string account) =>
        new($"system:serviceaccount:{ns}:{account}", ["system:serviceaccounts", "system:serviceaccounts:" + ns, Authenticated]);

    /// <summary>A user with the groups given and the one that everybody authenticated is in.</summary>
    public static UserInfo User(string name, IEnumerable<string> groups) =>
        new(name, [.. groups.Where(g => g != Authenticated), Authenticated], name + "-uid");
}
