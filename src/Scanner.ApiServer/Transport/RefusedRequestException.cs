namespace Scanner.ApiServer.Transport;

/// <summary>
/// <see cref="DryRunGuard"/> stopped a request: nothing was sent. A mistake in this program, or a name that no API server gives to an object.
/// </summary>
public sealed class RefusedRequestException : InvalidOperationException
{
    public RefusedRequestException()
    {
    }

    public RefusedRequestException(string message)
        : base(message)
    {
    }

    public RefusedRequestException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
