using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace Scanner.Publishing.Web;

/// <summary>Adds the posture to a host, at an address of its own.</summary>
public static class PostureServices
{
    public const string Path = "/api/v1/posture";

    /// <summary>
    /// The non-resource URL that whoever reads with a token needs <c>get</c> on. It is not <see cref="Path"/>: the role
    /// <c>system:discovery</c> gives <c>/api/*</c> to every authenticated user
    /// (https://kubernetes.io/docs/reference/access-authn-authz/rbac/#discovery-roles).
    /// </summary>
    public const string ReviewedPath = "/ephemeral-scanner/posture";

    /// <summary>A header of the answer: whether the replica that gave it leads.</summary>
    public const string LeadsHeader = "Ephemeral-Scanner-Leads";

    // Below this nobody reads who wants to know.
    private static readonly MinDataRate s_slowest = new(bytesPerSecond: 1024, gracePeriod: TimeSpan.FromSeconds(10));

    /// <summary>Needs the board, <see cref="IReplica"/> and <see cref="IPostureAccess"/>.</summary>
    public static IServiceCollection AddPosture(this IServiceCollection services) => services.AddSingleton<PostureRenderings>();

    /// <summary>Opens the address. On loopback everybody who can connect may read; elsewhere a token is asked for.</summary>
    public static void ListenForPosture(this KestrelServerOptions kestrel, IPEndPoint address)
    {
        kestrel.Limits.MinResponseDataRate = s_slowest;
        kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
        kestrel.Limits.MaxRequestBodySize = 1024;
        PostureListener.Listen(kestrel, address);
    }

    /// <summary>Answers what comes in there; everything else goes on.</summary>
    public static void UsePosture(this IApplicationBuilder app) =>
        app.UseWhen(context => context.Features.Get<PostureListener>() is not null, posture => posture.Run(PostureEndpoint.HandleAsync));
}
