using System.Collections.Immutable;
using Scanner.Simulator.Api;

namespace Scanner.Simulator.Serving;

/// <summary>Ends the handling of a request with a refusal, from however deep. Caught in one place.</summary>
internal sealed class RefusalException(ApiStatus status) : Exception(status.Body["message"]?.ToString())
{
    public ApiStatus Status { get; } = status;

    /// <summary>Warnings that were given before the refusal.</summary>
    public ImmutableArray<string> Warnings { get; init; } = [];
}
