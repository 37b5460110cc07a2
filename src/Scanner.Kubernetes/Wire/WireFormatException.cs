namespace Scanner.Kubernetes.Wire;

/// <summary>Bytes that are not what their content type says; becomes a transport failure where an answer is read.</summary>
public sealed class WireFormatException : Exception
{
    public WireFormatException()
    {
    }

    public WireFormatException(string message)
        : base(message)
    {
    }

    public WireFormatException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
