using Scanner.ApiServer.Connections.Nodes;
using Scanner.ApiServer.Connections.Oidc;

namespace Scanner.ApiServer.Connections.Kubeconfigs;

/// <summary>
/// Reads a user's <c>auth-provider</c>. Of those that were built into clients once, OpenID Connect is left; gcp and azure were removed in
/// Kubernetes 1.26, openstack in 1.25 (https://kubernetes.io/docs/reference/access-authn-authz/authentication/).
/// </summary>
internal static class AuthProviderReader
{
    public static OidcCredentialSource? Read(ConfigMap user, ConnectionEnvironment environment)
    {
        if (user.Map("auth-provider", user.Subject) is not { } provider)
            return null;
        return provider.Text("name")?.Value switch
        {
            "oidc" => new OidcCredentialSource(OidcSettings.Read(provider, environment), environment),
            "gcp" => throw provider.Error("auth-provider gcp was removed from Kubernetes clients in 1.26; use gke-gcloud-auth-plugin"),
            "azure" => throw provider.Error(
                "auth-provider azure was removed from Kubernetes clients in 1.26; use kubelogin (kubelogin convert-kubeconfig)"),
            null => throw provider.Error("auth-provider has no name; oidc is the only one that is known"),
            var other => throw provider.Error($"auth-provider {other} is not known to Kubernetes clients; use an exec plugin"),
        };
    }
}
