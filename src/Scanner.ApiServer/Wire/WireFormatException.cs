namespace Scanner.ApiServer.Wire;

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

    /// <param name="position">Of the wrong value, as byte of the JSON.</param>
    /// <param name="problem">What is wrong with it, to go on after its name.</param>
    /// <param name="innerException">What found it; null when it was found here.</param>
    public WireFormatException(long position, string problem, Exception? innerException = null)
        : base($"byte {position} of the JSON {problem}", innerException) => (Position, Problem) = (position, problem);

    /// <summary>The byte at which the wrong value begins; null where no single value is to blame.</summary>
    public long? Position { get; }

    /// <summary>What is wrong with the value at <see cref="Position"/>.</summary>
    public string? Problem { get; }
}
