using Microsoft.Extensions.DependencyInjection;
using Scanner.Publishing.Metrics;

namespace Scanner.Worker.Figures;

/// <summary>Registers this room.</summary>
internal static class FiguresServices
{
    /// <summary>What metrics are read from.</summary>
    public static IServiceCollection AddFigures(this IServiceCollection services) => services.AddSingleton<IWorkerFigures, WorkerFigures>();
}
