namespace Scanner.ApiServer.Connections;

/// <summary>
/// The connection cannot be made as configured. <see cref="Exception.Message"/> is one line that names the file and line
/// (where known), what is wrong and how to mend it; it never holds a secret.
/// </summary>
public sealed class ConnectionConfigurationException : Exception
{
    /// <summary>A problem of which nothing is known.</summary>
    public ConnectionConfigurationException()
        : this("the connection is not configured")
    {
    }

    /// <summary>A problem that no file can be named for.</summary>
    public ConnectionConfigurationException(string problem)
        : this(problem, file: null, line: null)
    {
    }

    /// <summary>A problem that no file can be named for, and its cause.</summary>
    public ConnectionConfigurationException(string problem, Exception? innerException)
        : this(problem, file: null, line: null, innerException)
    {
    }

    /// <summary>A problem in <paramref name="file"/>, at <paramref name="line"/> (counted from 1; null when not known).</summary>
    public ConnectionConfigurationException(string problem, string? file, long? line, Exception? innerException = null)
        : base(OneLine(problem, file, line), innerException)
    {
        File = file;
        Line = line;
    }

    /// <summary>The same problem again, met by another caller.</summary>
    internal ConnectionConfigurationException(ConnectionConfigurationException same)
        : base(same.Message, same)
    {
        File = same.File;
        Line = same.Line;
    }

    /// <summary>Path of the file that is wrong; null when the problem is in no file.</summary>
    public string? File { get; }

    /// <summary>Line in <see cref="File"/>, counted from 1; null when not known.</summary>
    public long? Line { get; }

    private static string OneLine(string problem, string? file, long? line)
    {
        var place = (file, line) switch
        {
            (null, _) => "",
            (_, null) => file + ": ",
            _ => $"{file}:{line}: ",
        };
        return place + SingleLine.Of(UserInfo.Hide(problem));
    }
}
