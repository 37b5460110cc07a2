using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Scanner.ApiServer;
using Scanner.Publishing.Web;

namespace Scanner.Worker.Web;

/// <summary>Registers this room.</summary>
internal static class WebServices
{
    /// <summary>The posture for readers outside, and who of them may have it.</summary>
    public static IServiceCollection AddWeb(this IServiceCollection services, ApiServerClient client)
    {
        services.AddPosture();
        services.AddSingleton<IReplica, Replica>();
        services.AddSingleton<IPostureAccess>(provider => new TokenAccess(
            client.TokenReviews, client.PathReviews, provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<TokenAccess>>()));
        return services;
    }
}
