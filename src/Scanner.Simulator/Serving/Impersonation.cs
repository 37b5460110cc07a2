using Microsoft.AspNetCore.Http;
using Scanner.Simulator.Api;
using Scanner.Simulator.Security;

namespace Scanner.Simulator.Serving;

/// <summary>The Impersonate-* headers, with the authorization that they need.</summary>
internal sealed class Impersonation(RbacAuthorizer authorizer, KubernetesVersion version)
{
    private const string ServiceAccountPrefix = "system:serviceaccount:";

    /// <summary>Whom the request is for; <paramref name="user"/> when nobody is impersonated.</summary>
    /// <exception cref="RefusalException">403.</exception>
    public UserInfo Resolve(UserInfo user, IHeaderDictionary headers, RequestInfo info)
    {
        var name = headers["Impersonate-User"].ToString();
        string[] groups = [.. headers["Impersonate-Group"].Where(g => !string.IsNullOrEmpty(g)).Select(g => g!)];
        if (name.Length == 0)
        {
            return groups.Length == 0
                ? user
                : throw new RefusalException(ApiStatus.Failure(500, "InternalError", "Internal error occurred: requested [{Group}] without impersonating a user"));
        }

        var account = name.StartsWith(ServiceAccountPrefix, StringComparison.Ordinal) ? name[ServiceAccountPrefix.Length..].Split(':') : [];
        var target = account is [var ns, var sa]
            ? new AccessAttributes("impersonate", Resource: "serviceaccounts", Namespace: ns, Name: sa)
            : new AccessAttributes("impersonate", Resource: "users", Name: name);
        foreach (var access in groups.Select(g => new AccessAttributes("impersonate", Resource: "groups", Name: g)).Prepend(target))
        {
            if (!authorizer.Decide(user, access).Allowed)
                throw new RefusalException(Denied(user, access, info, account.Length == 2));
        }

        if (account is [var home, _] && groups.Length == 0)
            groups = ["system:serviceaccounts", "system:serviceaccounts:" + home];
        return TokenRegistry.User(name, groups) with { Uid = headers["Impersonate-Uid"].ToString() };
    }

    // Constrained impersonation (1.35) asks about the request itself, and so does its refusal.
    private ApiStatus Denied(UserInfo user, AccessAttributes access, RequestInfo info, bool account)
    {
        if (version < KubernetesVersion.V1_36)
            return ApiErrors.Forbidden(user, access, "");
        var mode = account ? "serviceaccount" : "user-info";
        return ApiErrors.Forbidden(user, info.Access with { Verb = $"impersonate-on:{mode}:{info.Verb}" }, "");
    }
}
