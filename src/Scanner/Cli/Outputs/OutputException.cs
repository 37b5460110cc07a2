namespace Scanner.Cli.Outputs;

/// <summary>An output took no more: its message is the one line that the user sees, and the exit code is 3.</summary>
internal sealed class OutputException : Exception
{
    public OutputException()
    {
    }

    public OutputException(string message)
        : base(message)
    {
    }

    public OutputException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
