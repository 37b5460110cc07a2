using Microsoft.Extensions.DependencyInjection;
using Scanner.Reviews;

namespace Scanner.Worker.Policies;

/// <summary>Registers this room.</summary>
internal static class PoliciesServices
{
    /// <summary>Reading and running the policies of the cluster.</summary>
    public static IServiceCollection AddPolicies(this IServiceCollection services)
    {
        services.AddSingleton<KnownPolicies>();
        services.AddSingleton<ProbedPods>();
        services.AddSingleton<PolicyTargets>();
        services.AddSingleton<PolicyWork>();
        services.AddSingleton<PolicyLoop>();
        return services;
    }
}
