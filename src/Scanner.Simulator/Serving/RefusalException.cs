using Scanner.Simulator.Api;

namespace Scanner.Simulator.Serving;

/// <summary>Ends the handling of a request with a refusal, from however deep. Caught in one place.</summary>
internal sealed class RefusalException(ApiStatus status) : Exception(status.Body["message"]?.ToString())
{
    public ApiStatus Status { get; } = status;
}
